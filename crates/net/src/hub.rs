//! Questions to a hub or a mirror of it: where they go, what they carry and what answers mean.

use std::error::Error as _;
use std::sync::Once;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, IF_RANGE, LOCATION, RANGE, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode, Url};
use tokio::time::timeout;

use crate::error::NetError;
use crate::listing::RemoteFile;
use crate::name::RepoId;

/// The hub that is asked where the user names no other.
pub const DEFAULT_ENDPOINT: &str = "https://huggingface.co";

/// Longest address of a hub. What somebody is asked to allow must fit on the screen.
const ENDPOINT_LIMIT: usize = 200;
/// Times that one question may be sent on.
const REDIRECT_LIMIT: usize = 5;
/// Time to connect, and to begin an answer.
const CONNECT: Duration = Duration::from_secs(15);
const ANSWER: Duration = Duration::from_secs(30);

/// A hub, or a mirror that answers like one.
pub struct Hub {
    endpoint: Url,
    token: Option<String>,
    client: Client,
}

/// The rest of a file that has arrived in part.
pub(crate) struct Rest<'a> {
    /// Bytes that are there.
    pub from: u64,
    /// What the sender called the version that they belong to.
    pub validator: &'a str,
}

/// What came back, and from whom.
pub(crate) struct Answer {
    pub response: Response,
    pub host: String,
}

impl Hub {
    /// A hub at an address. `token` is sent to that address and to no other.
    ///
    /// # Errors
    /// The address is no https address; plain http is for this computer itself.
    pub fn new(endpoint: &str, token: Option<&str>) -> Result<Self, NetError> {
        let unusable = |reason| NetError::Endpoint { endpoint: crate::error::shown(endpoint), reason };
        if endpoint.len() > ENDPOINT_LIMIT {
            return Err(unusable("it is too long"));
        }
        let url: Url = endpoint.trim().parse().map_err(|_invalid| unusable("it is no web address"))?;
        if url.host_str().is_none_or(str::is_empty) || url.cannot_be_a_base() {
            return Err(unusable("it names no computer"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(unusable("it holds a password; set an access token instead"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(unusable("it must end with its path"));
        }
        let local = is_loopback(&url);
        if url.scheme() != "https" && !(url.scheme() == "http" && local) {
            return Err(unusable("it must begin with https://"));
        }
        let token = token.map(str::trim).filter(|token| !token.is_empty());
        if token.is_some_and(|token| !token.chars().all(|c| c.is_ascii_graphic())) {
            return Err(unusable("the access token holds characters that no token has"));
        }
        let client = client(local)
            .map_err(|error| NetError::Unreachable { host: host(&url), reason: innermost(&error) })?;
        Ok(Self { endpoint: url, token: token.map(str::to_owned), client })
    }

    /// The computer that is asked.
    #[must_use]
    pub fn host(&self) -> String {
        host(&self.endpoint)
    }

    /// Where the list of a repository's files is.
    pub(crate) fn listing_url(&self, repository: &RepoId) -> Url {
        let parts = ["api", "models"].into_iter().chain(repository.as_str().split('/'));
        let mut url = self.below(parts.chain(["revision", "main"]));
        url.set_query(Some("blobs=true"));
        url
    }

    /// Where the bytes of a file are.
    pub(crate) fn file_url(&self, file: &RemoteFile) -> Url {
        let parts = file.repository.as_str().split('/').chain(["resolve", file.commit.as_str()]);
        self.below(parts.chain(file.name.parts()))
    }

    fn below<'a>(&self, parts: impl Iterator<Item = &'a str>) -> Url {
        let mut url = self.endpoint.clone();
        // Only addresses that cannot be a base have no path, and those are refused when the hub is made.
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(parts);
        }
        url
    }

    /// Asks for what is at an address of the hub, and follows where the answer sends, as far as it may. `asking` is
    /// told whom before each question.
    pub(crate) async fn get(
        &self,
        mut url: Url,
        rest: Option<Rest<'_>>,
        asking: &mut dyn FnMut(&str),
    ) -> Result<Answer, NetError> {
        for _ in 0..=REDIRECT_LIMIT {
            let host = host(&url);
            let mut request = self.client.get(url.clone());
            if let Some(token) = self.token.as_ref().filter(|_| url.origin() == self.endpoint.origin()) {
                request = request.bearer_auth(token);
            }
            if let Some(rest) = &rest {
                request =
                    request.header(RANGE, format!("bytes={}-", rest.from)).header(IF_RANGE, rest.validator);
            }
            asking(&host);
            let unreachable = |reason| NetError::Unreachable { host: host.clone(), reason };
            let response = timeout(ANSWER, request.send())
                .await
                .map_err(|_elapsed| unreachable("it does not answer".to_owned()))?
                .map_err(|error| unreachable(innermost(&error)))?;
            if !is_redirect(response.status()) {
                return Ok(Answer { response, host });
            }
            let location =
                response.headers().get(LOCATION).and_then(|value| value.to_str().ok()).unwrap_or("");
            let Some(next) = url.join(location).ok().filter(|next| self.may_go(next)) else {
                let target = url
                    .join(location)
                    .map_or_else(|_| location.to_owned(), |next| next.origin().ascii_serialization());
                return Err(NetError::Redirect { host, target: crate::error::shown(&target) });
            };
            url = next;
        }
        Err(NetError::Unreachable { host: self.host(), reason: "it sends in a circle".to_owned() })
    }

    /// Whether an answer may send there. Addresses of this computer are for hubs on this computer.
    fn may_go(&self, url: &Url) -> bool {
        match is_loopback(url) {
            true => is_loopback(&self.endpoint) && matches!(url.scheme(), "http" | "https"),
            false => url.scheme() == "https" && url.host_str().is_some(),
        }
    }

    /// What an answer without the thing asked for means.
    pub(crate) fn refusal(&self, answer: &Answer, repository: &RepoId, what: &str) -> NetError {
        let host = answer.host.clone();
        match answer.response.status() {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => NetError::Refused {
                host,
                repository: repository.to_string(),
                remedy: match self.token {
                    None => {
                        "accept its terms on the hub's page and enter an access token here, or choose another model"
                    }
                    Some(_) => {
                        "the access token is not accepted; accept the model's terms on the hub's page, or enter another token"
                    }
                },
            },
            StatusCode::NOT_FOUND | StatusCode::GONE => NetError::NotFound { host, what: what.to_owned() },
            StatusCode::TOO_MANY_REQUESTS => {
                let after = answer.response.headers().get(RETRY_AFTER);
                NetError::Busy {
                    host,
                    seconds: after.and_then(|value| value.to_str().ok()?.trim().parse().ok()),
                }
            }
            status => NetError::Status { host, status: status.as_u16() },
        }
    }
}

impl Answer {
    /// A network that wants a login first answers everything with a page of its own.
    pub(crate) fn is_web_page(&self) -> bool {
        let kind = self.response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        kind.is_some_and(|kind| kind.trim_start().to_ascii_lowercase().starts_with("text/html"))
    }
}

/// Whom an address asks, with the port where it is not the usual one.
pub(crate) fn host(url: &Url) -> String {
    let name = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"))
}

/// The words of the error that caused all others; those outside repeat the address, which may hold a signature.
pub(crate) fn innermost(error: &reqwest::Error) -> String {
    let mut words = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        words = cause.to_string();
        next = cause.source();
    }
    words.trim_end_matches('.').to_owned()
}

fn client(local: bool) -> reqwest::Result<Client> {
    static CRYPTOGRAPHY: Once = Once::new();
    CRYPTOGRAPHY.call_once(|| {
        // Another one that was installed before serves as well.
        rustls::crypto::ring::default_provider().install_default().ok();
    });
    let builder = Client::builder()
        .redirect(Policy::none())
        .connect_timeout(CONNECT)
        .user_agent(concat!("seedbed/", env!("CARGO_PKG_VERSION")));
    // A hub on this computer needs neither the system's certificates nor its proxy.
    if local { builder.no_proxy().tls_certs_only([]).build() } else { builder.build() }
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else { return false };
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_hubs() {
        for (endpoint, expected) in [
            ("https://huggingface.co", true),
            ("https://mirror.example.org/hub/", true),
            (" https://huggingface.co ", true),
            ("http://127.0.0.1:8080", true),
            ("http://[::1]:8080", true),
            ("http://localhost:8080", true),
            ("http://huggingface.co", false),
            ("http://127.0.0.1.example.org", false),
            ("http://10.0.0.1", false),
            ("ftp://huggingface.co", false),
            ("file:///etc", false),
            ("https://user:password@huggingface.co", false),
            ("https://huggingface.co?x=1", false),
            ("huggingface.co", false),
            ("mailto:x@y", false),
            ("", false),
        ] {
            assert_eq!(Hub::new(endpoint, None).is_ok(), expected, "{endpoint}");
        }
        assert!(Hub::new(&format!("https://example.org/{}", "a".repeat(200)), None).is_err());
        assert!(Hub::new(DEFAULT_ENDPOINT, Some("hf_a\r\nX-Evil: 1")).is_err());
    }

    #[test]
    fn where_answers_may_send() {
        for (endpoint, target, expected) in [
            (DEFAULT_ENDPOINT, "https://cdn.example.org/x", true),
            (DEFAULT_ENDPOINT, "http://cdn.example.org/x", false),
            (DEFAULT_ENDPOINT, "http://127.0.0.1:631/x", false),
            (DEFAULT_ENDPOINT, "https://localhost/x", false),
            (DEFAULT_ENDPOINT, "file:///etc/passwd", false),
            ("http://127.0.0.1:1", "http://localhost:2/x", true),
            ("http://127.0.0.1:1", "http://example.org/x", false),
        ] {
            let hub = Hub::new(endpoint, None).unwrap();
            assert_eq!(hub.may_go(&target.parse().unwrap()), expected, "{endpoint} {target}");
        }
    }

    #[test]
    fn a_mirror_may_lie_below_a_path() {
        let hub = Hub::new("https://mirror.example.org/hub/", None).unwrap();
        assert_eq!(
            hub.listing_url(&RepoId::new("a/b").unwrap()).as_str(),
            "https://mirror.example.org/hub/api/models/a/b/revision/main?blobs=true"
        );
        assert_eq!(hub.host(), "mirror.example.org");
    }
}
