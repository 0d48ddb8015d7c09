//! Keeps the computer from falling asleep by itself. The screen may go dark, and a user who sends the computer to sleep is
//! obeyed.

#[cfg(target_os = "linux")]
pub use linux::Awake;
#[cfg(not(target_os = "linux"))]
pub use other::Awake;

#[cfg(target_os = "linux")]
mod linux {
    use std::time::Duration;

    use dbus::arg::{OwnedFd, PropMap, Variant};
    use dbus::blocking::Connection;

    /// Longest wait for an answer of the system.
    const PATIENCE: Duration = Duration::from_secs(3);
    /// 'Suspend' among the flags of the portal; the screen ('Idle') is left alone.
    const SUSPEND: u32 = 4;

    /// Keeps the computer awake until it is dropped.
    ///
    /// Desktops suspend by their own clock and are asked by their portal; without a desktop, systemd suspends. Both are
    /// asked, and one that agrees is enough.
    pub struct Awake {
        /// The portal's promise ends with the connection.
        _portal: Option<Connection>,
        /// The promise of systemd ends with the last copy of this handle.
        _systemd: Option<OwnedFd>,
    }

    impl Awake {
        /// Asks for it, with a reason that the system may show.
        ///
        /// # Errors
        /// Why neither service agreed.
        pub fn hold(reason: &str) -> Result<Self, String> {
            let portal = Connection::new_session().and_then(|session| ask_portal(session, reason));
            let systemd = Connection::new_system().and_then(|system| ask_systemd(&system, reason));
            match (portal, systemd) {
                (Err(portal), Err(systemd)) => Err(format!("{}; {}", text(&portal), text(&systemd))),
                (portal, systemd) => Ok(Self { _portal: portal.ok(), _systemd: systemd.ok() }),
            }
        }
    }

    /// <https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Inhibit.html>
    fn ask_portal(session: Connection, reason: &str) -> Result<Connection, dbus::Error> {
        let portal =
            session.with_proxy("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", PATIENCE);
        let options = PropMap::from([("reason".to_owned(), Variant(Box::new(reason.to_owned()) as _))]);
        let window = "";
        portal.method_call::<(dbus::Path<'static>,), _, _, _>(
            "org.freedesktop.portal.Inhibit",
            "Inhibit",
            (window, SUSPEND, options),
        )?;
        Ok(session)
    }

    /// <https://systemd.io/INHIBITOR_LOCKS/>
    fn ask_systemd(system: &Connection, reason: &str) -> Result<OwnedFd, dbus::Error> {
        let manager = system.with_proxy("org.freedesktop.login1", "/org/freedesktop/login1", PATIENCE);
        let (handle,) = manager.method_call(
            "org.freedesktop.login1.Manager",
            "Inhibit",
            ("idle", "Seedbed", reason, "block"),
        )?;
        Ok(handle)
    }

    fn text(error: &dbus::Error) -> &str {
        error.message().or(error.name()).unwrap_or("no answer")
    }

    #[cfg(test)]
    mod tests {
        use std::io::{BufRead, BufReader};
        use std::process::{Child, Command, Stdio};
        use std::sync::mpsc::{Sender, channel};

        use dbus::channel::{Channel, MatchingReceiver};
        use dbus::message::MatchRule;

        use super::*;

        /// A bus of its own, stopped in the end.
        struct Bus {
            daemon: Child,
            address: String,
        }

        impl Bus {
            fn start() -> Self {
                let mut daemon = Command::new("dbus-daemon")
                    .args(["--session", "--nofork", "--print-address"])
                    .stdout(Stdio::piped())
                    .spawn()
                    .expect("dbus-daemon is installed, in the package dbus");
                let mut address = String::new();
                BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut address).unwrap();
                Self { daemon, address: address.trim().to_owned() }
            }

            fn connect(&self) -> Connection {
                let mut channel = Channel::open_private(&self.address).unwrap();
                channel.register().unwrap();
                channel.into()
            }
        }

        impl Drop for Bus {
            fn drop(&mut self) {
                self.daemon.kill().unwrap();
                self.daemon.wait().unwrap();
            }
        }

        #[derive(Debug, PartialEq)]
        enum Heard {
            Asked { flags: u32, reason: String },
            Left,
        }

        /// Plays the portal until whoever asked leaves.
        fn portal(connection: &Connection, heard: Sender<Heard>) {
            connection.request_name("org.freedesktop.portal.Desktop", false, true, true).unwrap();
            let asked = heard.clone();
            connection.start_receive(
                MatchRule::new_method_call().with_interface("org.freedesktop.portal.Inhibit"),
                Box::new(move |message, connection| {
                    let (_window, flags, options): (String, u32, PropMap) = message.read3().unwrap();
                    let reason = options["reason"].0.as_str().unwrap().to_owned();
                    asked.send(Heard::Asked { flags, reason }).unwrap();
                    let request = dbus::Path::from("/org/freedesktop/portal/desktop/request/1");
                    dbus::channel::Sender::send(connection, message.method_return().append1(request))
                        .unwrap();
                    true
                }),
            );
            let changed = MatchRule::new_signal("org.freedesktop.DBus", "NameOwnerChanged");
            connection
                .add_match(changed, move |(_, _, now): (String, String, String), _, _| {
                    if now.is_empty() {
                        heard.send(Heard::Left).unwrap();
                    }
                    true
                })
                .unwrap();
        }

        #[test]
        fn the_portal_is_asked_and_the_promise_ends_with_the_connection() {
            let bus = Bus::start();
            let (heard, said) = channel();
            let desktop = bus.connect();
            portal(&desktop, heard);
            let session = bus.connect();
            let asking = std::thread::spawn(move || ask_portal(session, "rows"));
            let hear = || loop {
                if let Ok(heard) = said.try_recv() {
                    return heard;
                }
                desktop.process(PATIENCE).unwrap();
            };
            assert_eq!(hear(), Heard::Asked { flags: SUSPEND, reason: "rows".to_owned() });
            let promise = asking.join().unwrap().unwrap();
            drop(promise);
            assert_eq!(hear(), Heard::Left);
        }

        #[test]
        fn a_bus_without_a_portal_says_so() {
            let bus = Bus::start();
            let refused = ask_portal(bus.connect(), "rows").err().unwrap();
            assert!(text(&refused).contains("org.freedesktop.portal.Desktop"), "{}", text(&refused));
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod other {
    /// Keeps the computer awake until it is dropped.
    pub struct Awake(#[expect(dead_code, reason = "held for its end")] keepawake::KeepAwake);

    impl Awake {
        /// Asks for it, with a reason that the system may show.
        ///
        /// # Errors
        /// Why the system refuses.
        pub fn hold(reason: &str) -> Result<Self, String> {
            keepawake::Builder::default()
                .idle(true)
                .reason(reason)
                .app_name("Seedbed")
                .app_reverse_domain("app.seedbed.desktop")
                .create()
                .map(Self)
                .map_err(|error| error.to_string())
        }
    }
}
