//! Which proxy the environment names for an address.

use ureq::Proxy;
use url::Url;

/// The proxy for `url`; none where the environment names none, or exempts the host.
pub(super) fn of(url: &Url, environment: fn(&str) -> Option<String>) -> Result<Option<Proxy>, String> {
    let of_scheme = if url.scheme() == "https" { "HTTPS_PROXY" } else { "HTTP_PROXY" };
    let look_up = |name: &str| {
        // In capitals, `HTTP_PROXY` can be set by whoever asks a web server to run a program; small letters come first.
        let value = environment(&name.to_lowercase()).or_else(|| environment(name));
        value.filter(|value| !value.trim().is_empty())
    };
    let Some(address) = look_up(of_scheme).or_else(|| look_up("ALL_PROXY")) else { return Ok(None) };
    let exempt = look_up("NO_PROXY").unwrap_or_default();
    if url.host_str().is_some_and(|host| exempt.split(',').any(|name| covers(name.trim(), host))) {
        return Ok(None);
    }
    // The address may hold a password: it is not shown.
    Proxy::new(address.trim())
        .map(Some)
        .map_err(|_| format!("the proxy that {of_scheme} or ALL_PROXY names is no address"))
}

/// Whether a name of `NO_PROXY` covers a host: the host itself, a domain it is in, or `*`.
fn covers(name: &str, host: &str) -> bool {
    let name = name.trim_start_matches("*.").trim_start_matches('.').to_ascii_lowercase();
    name == "*"
        || name == host
        || (!name.is_empty() && host.strip_suffix(&name).is_some_and(|rest| rest.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxy(url: &str, environment: fn(&str) -> Option<String>) -> Option<String> {
        of(&Url::parse(url).unwrap(), environment).unwrap().map(|proxy| proxy.host().to_owned())
    }

    fn office(name: &str) -> Option<String> {
        let value = match name {
            "HTTPS_PROXY" => "http://secure.example:3128",
            "http_proxy" => "http://plain.example:3128",
            "no_proxy" => "localhost, .inside.example,127.0.0.1",
            _ => return None,
        };
        Some(value.into())
    }

    #[test]
    fn each_scheme_has_its_own_and_some_hosts_none() {
        assert_eq!(proxy("https://post.example/1", office).as_deref(), Some("secure.example"));
        assert_eq!(proxy("http://post.example/1", office).as_deref(), Some("plain.example"));
        assert_eq!(proxy("https://wiki.inside.example/", office), None);
        assert_eq!(proxy("http://127.0.0.1:80/", office), None);
        assert_eq!(proxy("https://notinside.example/", office).as_deref(), Some("secure.example"));
        assert_eq!(proxy("https://post.example/", |_| None), None);
    }

    #[test]
    fn a_proxy_that_is_none_is_told_without_its_password() {
        let broken = |name: &str| (name == "ALL_PROXY").then(|| "ht!tp://user:secret@".to_owned());
        let error = of(&Url::parse("https://post.example/").unwrap(), broken).unwrap_err();
        assert!(error.contains("ALL_PROXY") && !error.contains("secret"));
    }
}
