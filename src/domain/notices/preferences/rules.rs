//! When a text message may leave.

use super::types::{Leaving, Texting};
use crate::kernel::time::{Day, DayTime};

/// Hours in which nobody is texted: from the first until just before the second. Equal ones mean
/// none.
pub type Quiet = (DayTime, DayTime);

/// When a text message about an event leaves, if one is sent at all.
pub fn leaving(texting: Texting, (day, time): (Day, DayTime), quiet: Quiet) -> Option<Leaving> {
    let (start, end) = quiet;
    let is_quiet = if start <= end {
        (start..end).contains(&time)
    } else {
        time >= start || time < end
    };
    match texting {
        Texting::Never => None,
        Texting::CanWait | Texting::CannotWait if !is_quiet => Some(Leaving::Now),
        Texting::CannotWait => Some(Leaving::Dropped),
        Texting::CanWait if time < end => Some(Leaving::At(day, end)),
        Texting::CanWait => day.plus_days(1).map(|next| Leaving::At(next, end)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> DayTime {
        DayTime::parse(text).unwrap()
    }

    #[test]
    fn a_text_that_can_wait_leaves_in_the_morning_and_one_that_cannot_is_dropped() {
        let day = |text| Day::parse(text).unwrap();
        let on = day("2026-03-01");
        let night = (time("22:00"), time("08:00"));
        let nap = (time("13:00"), time("15:00"));
        let none = (time("08:00"), time("08:00"));
        let (today, tomorrow) = (on, day("2026-03-02"));
        for (quiet, at, morning) in [
            (night, "21:59", None),
            (night, "22:00", Some((tomorrow, "08:00"))),
            (night, "23:59", Some((tomorrow, "08:00"))),
            (night, "00:00", Some((today, "08:00"))),
            (night, "07:59", Some((today, "08:00"))),
            (night, "08:00", None),
            (nap, "14:00", Some((today, "15:00"))),
            (nap, "15:00", None),
            (none, "08:00", None),
            (none, "23:00", None),
        ] {
            let when = |texting| leaving(texting, (on, time(at)), quiet);
            assert_eq!(when(Texting::Never), None);
            let (waits, rushes) = match morning {
                None => (Leaving::Now, Leaving::Now),
                Some((day, end)) => (Leaving::At(day, time(end)), Leaving::Dropped),
            };
            assert_eq!(when(Texting::CanWait), Some(waits), "{at}");
            assert_eq!(when(Texting::CannotWait), Some(rushes), "{at}");
        }
    }
}
