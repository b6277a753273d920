//! `trucewatch serve`: the record in a browser.

use super::{Setting, Trouble, record::RecordArgs};
use crate::web::{
    access::Access,
    server::{Shared, serve},
};
use clap::Args as ClapArgs;
use std::{net::SocketAddr, process::ExitCode};

#[derive(ClapArgs)]
pub struct Args {
    /// Where to listen
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8017")]
    listen: SocketAddr,
    /// Who judges, where a browser does not say
    #[arg(long, env = "TRUCEWATCH_PERSON", value_name = "NAME")]
    by: Option<String>,
    #[command(flatten)]
    record: RecordArgs,
}

pub fn run(args: Args, setting: &Setting) -> Result<ExitCode, Trouble> {
    if !args.listen.ip().is_loopback() {
        return Err(Trouble::new(
            format!("{} can be reached from elsewhere, and there are no accounts", args.listen),
            "listen on 127.0.0.1",
        ));
    }
    let shared = Shared::open(args.record.ledger, setting.load_codebook()?, Access { person: args.by })?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(args.listen).await.map_err(|error| {
            Trouble::new(format!("cannot listen on {}: {error}", args.listen), "name another port with --listen")
        })?;
        eprintln!("trucewatch: the record is open at http://{}/ (Ctrl+C ends)", listener.local_addr()?);
        let stop = async {
            let _ = tokio::signal::ctrl_c().await;
        };
        serve(listener, shared, stop).await?;
        Ok(ExitCode::SUCCESS)
    })
}
