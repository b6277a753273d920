//! Who may sign in: a file beside the record, with a name, a role and a hashed password for each person. Only the program's own
//! user can read it.

use super::access::Role;
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use serde::{Deserialize, Serialize};
use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

/// So many characters a password has at least.
pub const SHORTEST: usize = 12;
/// So many bytes at most, so that nobody keeps the server busy hashing.
const LONGEST: usize = 1024;

/// The accounts of a record.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Accounts {
    #[serde(default, rename = "account")]
    all: Vec<Account>,
}

/// One person's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Under which they sign in, and judge.
    pub name: String,
    /// What they may.
    pub role: Role,
    /// Argon2id, as a PHC string.
    password: String,
}

impl Accounts {
    /// Where the accounts of a record are kept.
    pub fn path_beside(ledger: &Path) -> PathBuf {
        let mut name = ledger.as_os_str().to_owned();
        name.push(".accounts.toml");
        name.into()
    }

    /// The accounts in a file; none where there is no file.
    ///
    /// # Errors
    /// Where the file cannot be read, or is not as this program writes it.
    pub fn load(path: &Path) -> io::Result<Self> {
        match fs::read_to_string(path) {
            Ok(text) => toml::from_str(&text)
                .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, format!("{}: {error}", path.display()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Accounts::default()),
            Err(error) => Err(io::Error::new(error.kind(), format!("{}: {error}", path.display()))),
        }
    }

    /// Writes the accounts; a reader finds the old file or the new one, never half of it.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn save(&self, path: &Path) -> io::Result<()> {
        let text = toml::to_string(self).map_err(io::Error::other)?;
        let mut new = path.as_os_str().to_owned();
        new.push(".new");
        let new = PathBuf::from(new);
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&new)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(new, path)
    }

    /// Nobody has an account.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Everybody, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = &Account> {
        self.all.iter()
    }

    /// Gives a person an account, or a new role and password.
    ///
    /// # Errors
    /// Where name or password cannot be taken; why.
    pub fn put(&mut self, name: &str, role: Role, password: &str) -> Result<(), String> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
            return Err("a name has 1 to 100 characters".into());
        }
        if password.chars().count() < SHORTEST || password.len() > LONGEST {
            return Err(format!("a password has at least {SHORTEST} characters, and at most {LONGEST} bytes"));
        }
        let password = Argon2::default().hash_password(password.as_bytes()).map_err(|error| error.to_string())?;
        let account = Account { name: name.to_owned(), role, password: password.to_string() };
        match self.all.iter_mut().find(|known| known.name == name) {
            Some(known) => *known = account,
            None => self.all.push(account),
        }
        Ok(())
    }

    /// Takes a person's account away. Says whether there was one.
    pub fn remove(&mut self, name: &str) -> bool {
        let before = self.all.len();
        self.all.retain(|account| account.name != name);
        self.all.len() < before
    }

    /// The account of a person with this password. A name that nobody has takes as long as one that somebody has.
    pub fn check(&self, name: &str, password: &str) -> Option<&Account> {
        let account = self.all.iter().find(|account| account.name == name.trim());
        let hash = account.or(self.all.first()).map(|account| account.password.as_str())?;
        let hash = PasswordHash::new(hash).ok()?;
        let fits = password.len() <= LONGEST && Argon2::default().verify_password(password.as_bytes(), &hash).is_ok();
        account.filter(|_| fits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_opens() {
        let mut accounts = Accounts::default();
        accounts.put("Rana", Role::Reviewer, "the bridge at Rastan").unwrap();
        assert_eq!(accounts.check("Rana", "the bridge at Rastan").map(|account| account.role), Some(Role::Reviewer));
        assert_eq!(accounts.check("Rana", "the bridge at Homs"), None);
        assert_eq!(accounts.check("Samir", "the bridge at Rastan"), None);
        assert_eq!(Accounts::default().check("Rana", ""), None);
    }

    #[test]
    fn passwords_are_kept_hashed_and_only_for_the_owner() {
        let path = std::env::temp_dir().join(format!("trucewatch-accounts-{}.toml", std::process::id()));
        let mut accounts = Accounts::default();
        accounts.put("Rana", Role::Admin, "the bridge at Rastan").unwrap();
        accounts.save(&path).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains("$argon2id$") && !text.contains("bridge"), "{text}");
        assert_eq!(Accounts::load(&path).unwrap(), accounts);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        fs::remove_file(path).unwrap();
    }

    #[test]
    fn short_passwords_and_empty_names_are_refused() {
        let mut accounts = Accounts::default();
        assert!(accounts.put("Rana", Role::Reader, "short").is_err());
        assert!(accounts.put("  ", Role::Reader, "the bridge at Rastan").is_err());
        assert!(accounts.is_empty());
    }
}
