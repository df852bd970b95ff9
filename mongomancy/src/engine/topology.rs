//! What the driver's topology events last said: who is primary, who can serve, who is gone.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use mongodb::{
    ServerType,
    event::sdam::{SdamEvent, TopologyDescription},
};

use super::{
    EngineEvent,
    trouble::{REFUSES, trouble},
};
use crate::operation::Deployment;

/// What a member of the topology can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It takes writes.
    Primary,
    /// It takes writes, and has no other members.
    Standalone,
    /// It passes writes on; there may be several.
    Router,
    /// It takes reads that do not insist on the primary.
    Readable,
    /// It takes nothing, as far as is known.
    Unknown,
}

impl Role {
    fn is_writable(self) -> bool {
        matches!(self, Self::Primary | Self::Standalone | Self::Router)
    }
}

/// The members and their roles, by address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Topology {
    members: BTreeMap<String, Role>,
    /// Why members are of no use, where the driver says it.
    troubles: BTreeMap<String, &'static str>,
}

impl Topology {
    /// The topology after `event`, where the event says one.
    pub(super) fn of(event: &SdamEvent) -> Option<Self> {
        match event {
            SdamEvent::TopologyDescriptionChanged(changed) => Some(Self::from_description(&changed.new_description)),
            _ => None,
        }
    }

    #[cfg(test)]
    pub(super) fn of_roles<'a>(roles: impl IntoIterator<Item = (&'a str, Role)>) -> Self {
        let members = roles.into_iter().map(|(address, role)| (address.to_owned(), role)).collect();
        Self { members, troubles: BTreeMap::new() }
    }

    fn from_description(description: &TopologyDescription) -> Self {
        let members = description.servers().into_iter().map(|(address, server)| {
            let role = match server.server_type() {
                ServerType::RsPrimary => Role::Primary,
                ServerType::Standalone => Role::Standalone,
                ServerType::Mongos | ServerType::LoadBalancer => Role::Router,
                ServerType::RsSecondary => Role::Readable,
                _ => Role::Unknown,
            };
            (address.to_string(), role)
        });
        let troubles = description.servers().into_iter().filter_map(|(address, server)| {
            let error = server.error()?;
            Some((address.to_string(), trouble(error)))
        });
        Self { members: members.collect(), troubles: troubles.collect() }
    }

    /// The members that take nothing, and why.
    pub(super) fn told_troubles(&self) -> String {
        let silent = self.members.iter().filter(|(_, role)| **role == Role::Unknown);
        let told = silent.map(|(address, _)| match self.troubles.get(address) {
            Some(trouble) => format!("{address} ({trouble})"),
            None => address.clone(),
        });
        told.collect::<Vec<_>>().join(", ")
    }

    /// The member that takes writes. Routers are none: they come and go without a switch.
    pub(super) fn primary(&self) -> Option<&str> {
        let leads = |role: Role| matches!(role, Role::Primary | Role::Standalone);
        self.members.iter().find(|(_, role)| leads(**role)).map(|(address, _)| address.as_str())
    }

    /// What the deployment is; none while no member is known.
    pub(super) fn deployment(&self) -> Option<Deployment> {
        let known = |role: &&Role| !matches!(role, Role::Unknown);
        self.members.values().find(known).map(|role| match role {
            Role::Standalone => Deployment::Standalone,
            _ => Deployment::Replicated,
        })
    }

    /// Whether routers of a sharded cluster are there.
    pub(super) fn has_router(&self) -> bool {
        self.members.values().any(|role| *role == Role::Router)
    }

    /// Whether `member` is the one that takes writes.
    pub(super) fn is_primary(&self, member: &str) -> bool {
        self.primary() == Some(member)
    }

    /// Whether there is a member that takes writes.
    pub(super) fn has_writable(&self) -> bool {
        self.members.values().any(|role| role.is_writable())
    }

    /// Whether no member can serve, and one of them did not take the credentials when it was last asked.
    pub(super) fn refuses(&self, needs_primary: bool) -> bool {
        let serves = |role: Role| if needs_primary { role.is_writable() } else { role != Role::Unknown };
        let refuses = |(address, role): (&String, &Role)| {
            *role == Role::Unknown && self.troubles.get(address).is_some_and(|trouble| *trouble == REFUSES)
        };
        !self.members.values().any(|role| serves(*role)) && self.members.iter().any(refuses)
    }

    /// Whether an attempt that `member` does not answer should be given up: the member is neither primary nor
    /// secondary any more, and another can serve.
    pub(super) fn has_replaced(&self, member: &str, needs_primary: bool) -> bool {
        let gone = self.members.get(member).is_none_or(|role| *role == Role::Unknown);
        let serves = |role: Role| if needs_primary { role.is_writable() } else { role != Role::Unknown };
        gone && self.members.iter().any(|(address, role)| address != member && serves(*role))
    }
}

/// Follows the primary from one topology to the next.
#[derive(Debug, Default)]
pub(super) struct Switch {
    primary: Option<String>,
    lost: Option<Instant>,
}

impl Switch {
    /// Since when there is no primary.
    pub(super) fn lost(&self) -> Option<Instant> {
        self.lost
    }

    /// What hooks should be told when the topology is `topology` from `now` on.
    ///
    /// The first primary that is seen is no switch, and nothing is told of it.
    pub(super) fn to(&mut self, topology: &Topology, now: Instant) -> Option<EngineEvent> {
        match (topology.primary(), self.primary.clone(), self.lost) {
            (None, Some(old), None) => {
                self.lost = Some(now);
                Some(EngineEvent::PrimaryLost { old })
            }
            (Some(new), None, _) => {
                self.primary = Some(new.to_owned());
                None
            }
            (Some(new), Some(old), lost) if lost.is_some() || new != old => {
                self.primary = Some(new.to_owned());
                self.lost = None;
                let after = lost.map_or(Duration::ZERO, |lost| now.saturating_duration_since(lost));
                Some(EngineEvent::PrimaryElected { old, new: new.to_owned(), after })
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topology(members: &[(&str, Role)]) -> Topology {
        Topology::of_roles(members.iter().copied())
    }

    #[test]
    fn a_member_is_given_up_only_when_another_can_serve() {
        use Role::{Primary, Readable, Unknown};
        for (members, needs_primary, expected) in [
            (&[("a", Primary), ("b", Readable)][..], true, false),
            (&[("a", Unknown), ("b", Readable)], true, false),
            (&[("a", Unknown), ("b", Readable)], false, true),
            (&[("a", Unknown), ("b", Primary)], true, true),
            (&[("a", Readable), ("b", Primary)], true, false),
            (&[("b", Primary)], true, true),
            (&[("a", Unknown)], false, false),
        ] {
            assert_eq!(topology(members).has_replaced("a", needs_primary), expected, "{members:?} {needs_primary}");
        }
    }

    #[test]
    fn what_is_of_no_use_is_told_with_its_trouble() {
        let mut topology = topology(&[("a:1", Role::Unknown), ("b:2", Role::Readable), ("c:3", Role::Unknown)]);
        topology.troubles.insert("c:3".to_owned(), "it refuses connections");
        assert_eq!(topology.told_troubles(), "a:1, c:3 (it refuses connections)");
    }

    #[test]
    fn credentials_are_refused_where_no_other_member_can_serve() {
        use Role::{Primary, Readable, Unknown};
        for (members, trouble, needs_primary, expected) in [
            (&[("a", Unknown)][..], REFUSES, true, true),
            (&[("a", Unknown)], "it refuses connections", true, false),
            (&[("a", Unknown), ("b", Unknown)], REFUSES, true, true),
            (&[("a", Unknown), ("b", Readable)], REFUSES, true, true),
            (&[("a", Unknown), ("b", Readable)], REFUSES, false, false),
            (&[("a", Unknown), ("b", Primary)], REFUSES, true, false),
            // A heartbeat found it since.
            (&[("a", Readable)], REFUSES, true, false),
        ] {
            let mut topology = topology(members);
            topology.troubles.insert("a".to_owned(), trouble);
            assert_eq!(topology.refuses(needs_primary), expected, "{members:?} {trouble} {needs_primary}");
        }
    }

    #[test]
    fn the_members_tell_what_the_deployment_is() {
        use Role::{Primary, Readable, Router, Standalone, Unknown};
        for (members, expected) in [
            (&[][..], None),
            (&[("a", Unknown)], None),
            (&[("a", Standalone)], Some(Deployment::Standalone)),
            (&[("a", Unknown), ("b", Readable)], Some(Deployment::Replicated)),
            (&[("a", Primary)], Some(Deployment::Replicated)),
            (&[("a", Router)], Some(Deployment::Replicated)),
        ] {
            assert_eq!(topology(members).deployment(), expected, "{members:?}");
        }
        assert!(topology(&[("a", Router), ("b", Unknown)]).has_router());
        assert_eq!(topology(&[("a", Standalone)]).primary(), Some("a"));
    }

    #[test]
    fn a_switch_is_told_once_with_its_length() {
        let start = Instant::now();
        let mut switch = Switch::default();
        let with = |primary: &str| topology(&[(primary, Role::Primary), ("x", Role::Readable)]);
        let without = topology(&[("x", Role::Readable)]);
        assert_eq!(switch.to(&without, start), None);
        assert_eq!(switch.to(&with("a"), start), None);
        assert_eq!(switch.to(&with("a"), start), None);
        assert_eq!(switch.to(&without, start), Some(EngineEvent::PrimaryLost { old: "a".into() }));
        assert_eq!(switch.to(&without, start), None);
        let later = start + Duration::from_millis(1100);
        let elected = switch.to(&with("b"), later).unwrap();
        assert_eq!(elected.to_string(), "primary a -> b in 1100 ms");
        assert_eq!(switch.to(&with("b"), later), None);
        assert_eq!(
            switch.to(&with("c"), later),
            Some(EngineEvent::PrimaryElected { old: "b".into(), new: "c".into(), after: Duration::ZERO })
        );
    }
}
