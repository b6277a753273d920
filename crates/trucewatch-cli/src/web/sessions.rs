//! Who is signed in, in memory: a restart signs everybody out. Only hashes of the browsers' tokens are kept.

use sha2::{Digest as _, Sha256};
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// A session ends when nothing was asked for so long.
const IDLE: Duration = Duration::from_secs(8 * 3600);
/// And in any case after so long.
const LONGEST: Duration = Duration::from_secs(7 * 24 * 3600);
/// Wrong passwords that one address may try within [`WINDOW`].
const TRIES: usize = 10;
/// See [`TRIES`].
const WINDOW: Duration = Duration::from_secs(15 * 60);
/// Sessions and addresses kept at once.
const MOST: usize = 10_000;

/// Everybody who is signed in, and who failed to.
#[derive(Default)]
pub struct Sessions {
    open: Mutex<HashMap<[u8; 32], Session>>,
    failed: Mutex<HashMap<IpAddr, Vec<Instant>>>,
}

/// One sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Who.
    pub name: String,
    since: Instant,
    last: Instant,
}

impl Sessions {
    /// Opens a session and gives its token, which is in nobody's hands before.
    ///
    /// # Errors
    /// Where the system gives no random numbers.
    pub fn open(&self, name: &str, now: Instant) -> Result<String, getrandom::Error> {
        let mut random = [0; 32];
        getrandom::fill(&mut random)?;
        let token: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut open = lock(&self.open);
        open.retain(|_, session| session.is_alive(now));
        if open.len() >= MOST
            && let Some(oldest) = open.iter().min_by_key(|(_, session)| session.last).map(|(key, _)| *key)
        {
            open.remove(&oldest);
        }
        open.insert(key(&token), Session { name: name.to_owned(), since: now, last: now });
        Ok(token)
    }

    /// The session of a token, if it still runs.
    pub fn find(&self, token: &str, now: Instant) -> Option<Session> {
        let mut open = lock(&self.open);
        let session = open.get_mut(&key(token)).filter(|session| session.is_alive(now))?;
        session.last = now;
        Some(session.clone())
    }

    /// Ends a session.
    pub fn close(&self, token: &str) {
        lock(&self.open).remove(&key(token));
    }

    /// Whether an address may try another password.
    pub fn may_try(&self, from: IpAddr, now: Instant) -> bool {
        let failed = lock(&self.failed);
        failed.get(&from).is_none_or(|times| times.iter().filter(|time| now - **time < WINDOW).count() < TRIES)
    }

    /// Forgets an address's wrong passwords, since it has given a right one.
    pub fn forgive(&self, from: IpAddr) {
        lock(&self.failed).remove(&from);
    }

    /// Notes a wrong password, or one that was not looked at yet.
    pub fn failed(&self, from: IpAddr, now: Instant) {
        let mut failed = lock(&self.failed);
        failed.retain(|_, times| {
            times.retain(|time| now - *time < WINDOW);
            !times.is_empty()
        });
        if failed.len() < MOST {
            failed.entry(from).or_default().push(now);
        }
    }
}

impl Session {
    fn is_alive(&self, now: Instant) -> bool {
        now - self.last < IDLE && now - self.since < LONGEST
    }
}

fn key(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_by_itself_and_when_it_is_closed() {
        let (sessions, now) = (Sessions::default(), Instant::now());
        let token = sessions.open("Rana", now).unwrap();
        assert_eq!(sessions.find(&token, now).map(|session| session.name).as_deref(), Some("Rana"));
        assert_eq!(sessions.find("made up", now), None);
        assert_eq!(sessions.find(&token, now + IDLE), None);
        let other = sessions.open("Rana", now).unwrap();
        assert_ne!(token, other);
        sessions.close(&other);
        assert_eq!(sessions.find(&other, now), None);
    }

    #[test]
    fn a_session_that_is_used_ends_all_the_same() {
        let (sessions, now) = (Sessions::default(), Instant::now());
        let token = sessions.open("Rana", now).unwrap();
        let mut at = now;
        while at - now < LONGEST {
            assert!(sessions.find(&token, at).is_some());
            at += IDLE / 2;
        }
        assert_eq!(sessions.find(&token, at), None);
    }

    #[test]
    fn guessing_is_stopped_for_a_while_and_only_for_that_address() {
        let (sessions, now) = (Sessions::default(), Instant::now());
        let (from, other) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        for _ in 0..TRIES {
            assert!(sessions.may_try(from, now));
            sessions.failed(from, now);
        }
        assert!(!sessions.may_try(from, now));
        assert!(sessions.may_try(other, now));
        assert!(sessions.may_try(from, now + WINDOW));
    }
}
