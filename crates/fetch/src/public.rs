//! Which network addresses belong to the public internet.
//!
//! A feed names any address it likes. One that leads to the machine itself or to the network behind it would let whoever
//! writes the feed ask services that trust whoever reaches them. The check is made on what a name was resolved to, and
//! that is what is connected to, so a name cannot be public when it is checked and local a moment later.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// The error inside of [`ureq::Error::Io`] that says that a name leads nowhere else than to local addresses.
#[derive(Debug, thiserror::Error)]
#[error("a local address")]
pub(crate) struct Local;

/// Resolves names, to public addresses only.
#[derive(Debug, Default)]
pub(crate) struct PublicResolver(DefaultResolver);

impl Resolver for PublicResolver {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let resolved = self.0.resolve(uri, config, timeout)?;
        let mut public = self.empty();
        for address in resolved.iter().filter(|one| is_public(one.ip())) {
            public.push(*address);
        }
        if public.is_empty() {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, Local).into());
        }
        Ok(public)
    }
}

/// Whether an address can be reached from anywhere, by the registries of special-purpose addresses (RFC 6890 and its
/// successors).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        // Shared by the customers of a provider, protocol assignments, measurements.
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (18..20).contains(&b));
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(within) = v4_within(address) {
        return is_public_v4(within);
    }
    let first = address.segments()[0];
    // Only 2000::/3 is given out; 2001:db8::/32 is for documentation, 2001::/23 for protocols.
    let global = first & 0xe000 == 0x2000;
    let special =
        first == 0x2001 && (address.segments()[1] == 0x0db8 || address.segments()[1] < 0x0200);
    global && !special
}

/// The address of version 4 to which one of version 6 leads: mapped, translated (64:ff9b::/96) or tunnelled (6to4).
fn v4_within(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let segments = address.segments();
    let joined = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match segments {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            Some(joined(high, low))
        }
        [0x2002, high, low, ..] => Some(joined(high, low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_local_is_not_public() {
        let local = [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "255.255.255.255",
            "224.0.0.1",
            "198.18.0.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::1",
            "2001:db8::1",
            "ff02::1",
        ];
        for address in local {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        for address in [
            "1.1.1.1",
            "93.184.216.34",
            "172.32.0.1",
            "2606:4700::1111",
            "2a00:1450::1",
            "::ffff:1.1.1.1",
        ] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }
}
