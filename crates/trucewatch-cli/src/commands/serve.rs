//! `trucewatch serve`: the record in a browser.

use super::{Setting, Trouble, record::RecordArgs};
use crate::web::{
    access::Access,
    accounts::Accounts,
    server::{Shared, Tls, serve},
};
use clap::Args as ClapArgs;
use std::{
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::ExitCode,
};

#[derive(ClapArgs)]
pub struct Args {
    /// Where to listen. Anywhere but on this machine's own loopback address people must sign in (`trucewatch accounts`)
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8017")]
    listen: SocketAddr,
    /// Who judges, where there are no accounts and a browser does not say
    #[arg(long, env = "TRUCEWATCH_PERSON", value_name = "NAME")]
    by: Option<String>,
    /// Certificates to be shown to browsers, PEM
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// Their private key, PEM
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// A proxy stands before the server, speaks https with browsers and sets X-Forwarded-For
    #[arg(long, conflicts_with = "tls_cert")]
    behind_proxy: bool,
    #[command(flatten)]
    record: RecordArgs,
}

pub fn run(args: Args, setting: &Setting) -> Result<ExitCode, Trouble> {
    let access = args.access()?;
    let shared = Shared::open(args.record.ledger, setting.load_codebook()?, access)?;
    let listener = TcpListener::bind(args.listen).map_err(|error| {
        Trouble::new(format!("cannot listen on {}: {error}", args.listen), "name another port with --listen")
    })?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let tls = match args.tls_cert.zip(args.tls_key) {
            Some((cert, key)) => Some(tls(&cert, &key).await?),
            None => None,
        };
        let scheme = if tls.is_some() { "https" } else { "http" };
        eprintln!("trucewatch: the record is open at {scheme}://{}/ (Ctrl+C ends)", listener.local_addr()?);
        let stop = async {
            let _ = tokio::signal::ctrl_c().await;
        };
        serve(listener, tls, shared, stop).await?;
        Ok(ExitCode::SUCCESS)
    })
}

async fn tls(cert: &Path, key: &Path) -> Result<Tls, Trouble> {
    // Fails only where a provider is set already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Tls::from_pem_file(cert, key).await.map_err(|error| {
        let files = format!("{} and {}", cert.display(), key.display());
        Trouble::new(format!("{files}: {error}"), "give a certificate chain and its private key, both PEM")
    })
}

impl Args {
    /// Who may come: elsewhere than on the machine itself only who signs in, and never without encryption.
    fn access(&self) -> Result<Access, Trouble> {
        let path = Accounts::path_beside(&self.record.ledger);
        let nobody = Accounts::load(&path)?.is_empty();
        let from_elsewhere = self.behind_proxy || !self.listen.ip().is_loopback();
        let encrypted = self.behind_proxy || self.tls_cert.is_some();
        if from_elsewhere && nobody {
            return Err(Trouble::new(
                format!("{} can be reached from elsewhere, and nobody has an account", self.listen),
                "make one with `trucewatch accounts add NAME --role admin`, or listen on 127.0.0.1",
            ));
        }
        if from_elsewhere && !encrypted {
            return Err(Trouble::new(
                format!("{} can be reached from elsewhere, and passwords would go there unencrypted", self.listen),
                "give --tls-cert and --tls-key, or --behind-proxy where a proxy encrypts",
            ));
        }
        if nobody {
            Ok(Access::open(self.by.clone()))
        } else {
            Ok(Access::by_accounts(path, encrypted, self.behind_proxy))
        }
    }
}
