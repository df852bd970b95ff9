//! What the network of a set lets through: decisions only.

use std::time::Duration;

use super::origin::Origin;

/// The state of the network around each member.
#[derive(Clone, Debug)]
pub(crate) struct Rules(Vec<Network>);

/// The network around one member.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Network {
    /// Nothing passes between it and the other members.
    pub(crate) partitioned: bool,
    pub(crate) clients: Clients,
    /// How much longer a client's message takes to arrive.
    pub(crate) latency: Duration,
}

/// How a member is for its clients.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum Clients {
    #[default]
    Reached,
    /// Nothing passes, and nobody is told.
    Lost,
    /// Connections are reset.
    Reset,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Verdict {
    Pass,
    Hold,
    Reset,
}

impl Rules {
    pub(super) fn open(members: usize) -> Self {
        Self(vec![Network::default(); members])
    }

    pub(super) fn network(&mut self, member: usize) -> &mut Network {
        &mut self.0[member]
    }

    /// What becomes of a connection to `member`, both directions of it.
    pub(super) fn verdict(&self, origin: &Origin, member: usize) -> Verdict {
        match origin {
            // A member connects to itself as well, to find itself in the configuration.
            Origin::Member(from) if *from == member => Verdict::Pass,
            Origin::Member(from) if self.0[*from].partitioned || self.0[member].partitioned => Verdict::Hold,
            Origin::Member(_) => Verdict::Pass,
            Origin::Client { .. } => match self.0[member].clients {
                Clients::Reached => Verdict::Pass,
                Clients::Lost => Verdict::Hold,
                Clients::Reset => Verdict::Reset,
            },
        }
    }

    /// What becomes of a new connection. Members are told at once that they do not reach each other: held at its greeting,
    /// one that copies the oplog would wait for a minute before it turns to another.
    pub(super) fn greeting(&self, origin: &Origin, member: usize) -> Verdict {
        match (origin, self.verdict(origin, member)) {
            (Origin::Member(_), Verdict::Hold) => Verdict::Reset,
            (_, verdict) => verdict,
        }
    }

    pub(super) fn latency(&self, origin: &Origin, member: usize) -> Duration {
        match origin {
            Origin::Member(_) => Duration::ZERO,
            Origin::Client { .. } => self.0[member].latency,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLIENT: Origin = Origin::Client { app_name: None };

    #[test]
    fn an_open_network_lets_all_through() {
        let rules = Rules::open(2);
        for origin in [CLIENT, Origin::Member(0), Origin::Member(1)] {
            assert_eq!(rules.verdict(&origin, 0), Verdict::Pass);
            assert_eq!(rules.latency(&origin, 0), Duration::ZERO);
        }
    }

    #[test]
    fn a_partition_is_between_members_and_in_both_directions() {
        let mut rules = Rules::open(3);
        rules.network(0).partitioned = true;
        let held = [(0, 1), (0, 2), (1, 0), (2, 0)];
        for (from, to) in (0..3).flat_map(|from| (0..3).map(move |to| (from, to))) {
            let expected = if held.contains(&(from, to)) { Verdict::Hold } else { Verdict::Pass };
            assert_eq!(rules.verdict(&Origin::Member(from), to), expected, "{from} to {to}");
        }
        assert_eq!(rules.verdict(&CLIENT, 0), Verdict::Pass);
        assert_eq!(rules.greeting(&Origin::Member(1), 0), Verdict::Reset);
        assert_eq!(rules.greeting(&Origin::Member(0), 0), Verdict::Pass);
    }

    #[test]
    fn a_cut_is_for_clients_of_one_member() {
        let mut rules = Rules::open(2);
        for (clients, expected) in [(Clients::Lost, Verdict::Hold), (Clients::Reset, Verdict::Reset)] {
            rules.network(0).clients = clients;
            assert_eq!(rules.verdict(&CLIENT, 0), expected);
            assert_eq!(rules.greeting(&CLIENT, 0), expected);
            assert_eq!(rules.verdict(&CLIENT, 1), Verdict::Pass);
            assert_eq!(rules.verdict(&Origin::Member(1), 0), Verdict::Pass);
        }
    }

    #[test]
    fn latency_is_for_clients() {
        let mut rules = Rules::open(2);
        rules.network(1).latency = Duration::from_millis(5);
        assert_eq!(rules.latency(&CLIENT, 1), Duration::from_millis(5));
        assert_eq!(rules.latency(&CLIENT, 0), Duration::ZERO);
        assert_eq!(rules.latency(&Origin::Member(0), 1), Duration::ZERO);
    }
}
