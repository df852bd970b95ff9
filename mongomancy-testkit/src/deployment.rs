//! A home with servers in it: what a replica set and a standalone server have in common.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::access::Access;
use crate::error::{Error, Kind, Result};
use crate::finder::Finder;
use crate::home::Home;
use crate::member::Member;
use crate::port::free_ports;
use crate::process::Launch;
use crate::proxy::Proxies;
use crate::settings::{Prepared, Settings};

/// How often a server may find its port taken by someone else.
const PORT_TRIES: usize = 5;

/// Running servers, which end with this.
pub(crate) struct Deployment {
    home: Arc<Home>,
    members: Vec<Member>,
    access: Access,
    proxies: Option<Proxies>,
}

impl Deployment {
    /// Starts `count` servers and waits until all of them listen.
    pub(crate) async fn start(settings: &Settings, home: Home, count: usize, set: Option<&str>) -> Result<Self> {
        let program = find(settings.finder.clone()).await?;
        let prepared = settings.prepare(home.path())?;
        let home = Arc::new(home);
        let access = prepared.access.clone();
        let mut deployment = Self { home, members: Vec::with_capacity(count), access, proxies: None };
        for (index, port) in free_ports(count)?.into_iter().enumerate() {
            let member = deployment.member(&program, &prepared, index, port, set)?;
            member.start()?;
            deployment.members.push(member);
        }
        for index in 0..count {
            deployment.settle(&program, &prepared, index, set).await?;
        }
        if settings.proxied {
            deployment.proxies = Some(Proxies::start(&deployment.members)?);
        }
        Ok(deployment)
    }

    /// Waits for one server to listen, moving it to another port when its own was taken meanwhile.
    async fn settle(&mut self, program: &Path, prepared: &Prepared, index: usize, set: Option<&str>) -> Result<()> {
        let mut tries = PORT_TRIES;
        loop {
            let outcome = self.members[index].listening().await;
            match outcome {
                Err(error) if tries > 1 && port_was_taken(&error) => tries -= 1,
                outcome => return outcome,
            }
            let port = free_ports(1)?[0];
            let member = self.member(program, prepared, index, port, set)?;
            member.start()?;
            self.members[index] = member;
        }
    }

    fn member(
        &self,
        program: &Path,
        prepared: &Prepared,
        index: usize,
        port: u16,
        set: Option<&str>,
    ) -> Result<Member> {
        let folder = self.home.path().join(format!("member-{index}"));
        std::fs::create_dir_all(&folder).map_err(Error::file("cannot make a member's folder", &folder))?;
        let launch = Launch {
            program: program.to_owned(),
            arguments: prepared.arguments.for_server(port, folder.clone(), set),
            log: folder.join("mongod.log"),
        };
        Ok(Member::new(format!("127.0.0.1:{port}"), launch, prepared.access.clone(), Arc::clone(&self.home)))
    }

    pub(crate) fn members(&self) -> &[Member] {
        &self.members
    }

    /// Starts all servers, which must have ended, on other ports and waits until they listen.
    pub(crate) async fn move_all(&mut self) -> Result<()> {
        let ports = free_ports(self.members.len())?;
        self.members = self.members.iter().zip(ports).map(|(member, port)| member.at_port(port)).collect();
        for member in &self.members {
            member.start()?;
        }
        for member in &self.members {
            member.listening().await?;
        }
        Ok(())
    }

    pub(crate) fn access(&self) -> &Access {
        &self.access
    }

    pub(crate) fn proxies(&self) -> Option<&Proxies> {
        self.proxies.as_ref()
    }
}

impl Drop for Deployment {
    /// Ends the servers and waits until they and their folder are gone: some tens of milliseconds.
    fn drop(&mut self) {
        self.home.lifeline().cut();
        for member in &self.members {
            member.wait_ended();
        }
        self.home.end();
    }
}

/// The program to run. What the environment gives is looked for once in a process.
async fn find(finder: Option<Finder>) -> Result<PathBuf> {
    static FOUND: OnceLock<PathBuf> = OnceLock::new();
    let blocking = move || match finder {
        Some(finder) => finder.find(),
        None => match FOUND.get() {
            Some(found) => Ok(found.clone()),
            None => Finder::from_env().find().inspect(|found| drop(FOUND.set(found.clone()))),
        },
    };
    match tokio::task::spawn_blocking(blocking).await {
        Ok(found) => found,
        Err(error) => Err(Kind::Spawn { program: "the search for mongod".to_owned(), source: error.into() }.into()),
    }
}

fn port_was_taken(error: &Error) -> bool {
    matches!(error.kind(), Kind::ServerEnded { log, .. } if log.contains("ddress already in use"))
}
