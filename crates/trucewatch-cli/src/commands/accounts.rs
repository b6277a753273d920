//! `trucewatch accounts`: who may sign in to `trucewatch serve`.

use super::{Setting, Trouble, put, record::RecordArgs};
use crate::web::{access::Role, accounts::Accounts};
use clap::{Args as ClapArgs, Subcommand};
use std::{
    io::{self, BufRead, IsTerminal},
    process::ExitCode,
};

#[derive(ClapArgs)]
pub struct Args {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    record: RecordArgs,
}

#[derive(Subcommand)]
enum What {
    /// Give a person an account, or a new role and password. The password is read from standard input
    Add {
        /// Under which they sign in, and judge
        name: String,
        /// What they may do
        #[arg(long, value_enum, default_value = "reader")]
        role: Role,
    },
    /// Take a person's account away; who is signed in is out at once
    Remove { name: String },
    /// List names and roles
    List,
}

pub fn run(args: Args, _: &Setting) -> Result<ExitCode, Trouble> {
    let path = Accounts::path_beside(&args.record.ledger);
    let mut accounts = Accounts::load(&path)?;
    match args.what {
        What::Add { name, role } => {
            if io::stdin().is_terminal() {
                eprintln!("Password for {name}, then Enter (it is shown as you type; pipe it in to hide it):");
            }
            let mut password = String::new();
            io::stdin().lock().read_line(&mut password)?;
            let password = password.trim_end_matches(['\r', '\n']);
            accounts.put(&name, role, password).map_err(|wrong| Trouble::new(wrong, "give another"))?;
            accounts.save(&path)?;
            Ok(ExitCode::SUCCESS)
        }
        What::Remove { name } => {
            if !accounts.remove(&name) {
                return Err(Trouble::new(format!("nobody is called {name}"), "look with `trucewatch accounts list`"));
            }
            accounts.save(&path)?;
            Ok(ExitCode::SUCCESS)
        }
        What::List => {
            let lines: Vec<String> =
                accounts.iter().map(|account| format!("{}\t{}\n", account.name, account.role.word())).collect();
            put(&lines.concat())
        }
    }
}
