//! `trucewatch serve`: the record in a browser.

use super::{Setting, Trouble, record::RecordArgs};
use crate::web::server::{Shared, serve};
use clap::Args as ClapArgs;
use std::{net::SocketAddr, process::ExitCode};

#[derive(ClapArgs)]
pub struct Args {
    /// Where to listen
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8017")]
    listen: SocketAddr,
    #[command(flatten)]
    record: RecordArgs,
}

pub fn run(args: Args, setting: &Setting) -> Result<ExitCode, Trouble> {
    let shared = Shared::open(args.record.ledger, setting.load_codebook()?)?;
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
