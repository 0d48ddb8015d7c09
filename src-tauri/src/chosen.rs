//! The files that the window may write: those that the user chose in a save dialog, new ones in a folder that the user chose,
//! and no other. Text of rows or of a
//! recipe that took the window over could otherwise write over any file of the user.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use api::{Request, WireError};

/// Paths that save and folder dialogs returned since the program started.
#[derive(Default)]
pub struct Chosen(Mutex<HashSet<String>>);

impl Chosen {
    /// Remembers a path, and returns it.
    pub fn add(&self, path: String) -> String {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone());
        path
    }

    /// Refuses a command that would write anywhere else.
    pub fn allows(&self, request: &Request) -> Result<(), WireError> {
        match request.writes_to() {
            Some(path) if !self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(path) => {
                Err(WireError::input(format!(
                    "'{path}' was not chosen in a dialog; choose where to write and try again."
                )))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Chosen;

    #[test]
    fn the_window_writes_only_where_the_user_chose() {
        let chosen = Chosen::default();
        chosen.add("/home/ada/chart.svg".to_owned());
        chosen.add("/home/ada/reviews".to_owned());
        let assign = |folder: &str| {
            format!(
                r#"{{"run":1,"reviewers":["ben"],"overlap":0,"raters":null,"blind":false,"seed":0,"folder":"{folder}","include_private":[]}}"#
            )
        };
        let options = r#"{"run":1,"format":"csv","preset":null,"split":null,"card":false,"include_prompts":false,"include_private":[]}"#;
        for (command, request, allowed) in [
            (
                "picture_write",
                r#"{"picture":{"format":"svg","data":"<svg/>"},"path":"/home/ada/chart.svg"}"#,
                true,
            ),
            (
                "picture_write",
                r#"{"picture":{"format":"svg","data":"<svg/>"},"path":"/home/ada/.bashrc"}"#,
                false,
            ),
            (
                "picture_write",
                r#"{"picture":{"format":"svg","data":"<svg/>"},"path":"/home/ada/../ada/chart.svg"}"#,
                false,
            ),
            (
                "export_write",
                &format!(r#"{{"options":{options},"path":"/home/ada/chart.svg","replace":false}}"#),
                true,
            ),
            (
                "export_write",
                &format!(r#"{{"options":{options},"path":"/home/ada/.ssh/id","replace":true}}"#),
                false,
            ),
            ("review_assign", &assign("/home/ada/reviews"), true),
            ("review_assign", &assign("/home/ada"), false),
            ("model_copy", r#"{"id":"ab","path":"/home/ada/.ssh"}"#, false),
            ("model_copy", r#"{"id":"ab","path":"/home/ada/chart.svg"}"#, true),
            ("export_plan", options, true),
            ("run_list", "null", true),
        ] {
            let request = format!(r#"{{"command":"{command}","request":{request}}}"#);
            let request = serde_json::from_str(&request).unwrap();
            assert_eq!(chosen.allows(&request).is_ok(), allowed, "{request:?}");
        }
    }
}
