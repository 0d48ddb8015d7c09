//! Attempts that a person asks for beside the run's own.
//!
//! They are rows like others, but no part of the run's plan: a resumed run neither sees nor repeats them, and what they
//! add to the dataset is numbered after all that the run can give.

use dataset::{Attempt, Verdict};

use crate::{Error, Project, RunId, attempts, decisions};

impl Project {
    /// Stores an attempt that a person asked for, all or nothing, with the verdict of the checks: a rejection, or an
    /// accepted row under a number of its own.
    ///
    /// # Errors
    /// [`Error::Repeated`] where an attempt of this number is stored; [`Error::Unknown`]; failures of the disk.
    pub fn commit_extra(
        &mut self,
        run: RunId,
        attempt: &Attempt,
        rejection: Option<Verdict>,
        who: &str,
        now: i64,
    ) -> Result<Verdict, Error> {
        let wanted = self.run(run)?.plan.rows;
        self.write(|t| {
            let id = attempts::add(t, run, attempt)?;
            t.prepare_cached("INSERT INTO extra (attempt, who, at) VALUES (?, ?, ?)")?
                .execute((id, who, now))?;
            let verdict = match rejection {
                Some(rejection) => rejection,
                None => Verdict::Accepted { row: decisions::free_number(t, run, wanted)? },
            };
            attempts::judge(t, id, &verdict)?;
            Ok(verdict)
        })
    }
}
