//! How long a session lasts, and what it is called in the list. Source: foundation, identity.

use super::types::Lifetime;
use crate::kernel::actor::Roles;
use crate::kernel::time::Span;

const STAFF: Lifetime = Lifetime {
    idle: Span::minutes(30),
    absolute: Span::hours(12),
};
const OTHERS: Lifetime = Lifetime {
    idle: Span::days(30),
    absolute: Span::days(30),
};

/// Browsers by the word that gives them away, the more particular first.
const BROWSERS: [(&str, &str); 7] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
];
/// Systems by the word that gives them away, the more particular first.
const SYSTEMS: [(&str, &str); 6] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
];

/// Staff sit at shared desks: theirs end after half an hour unused and twelve hours in any case.
pub const fn lifetime(roles: Roles) -> Lifetime {
    if roles.is_staff() { STAFF } else { OTHERS }
}

/// Browser and system in two words; nothing more of a `User-Agent` is kept.
pub fn label(user_agent: &str) -> String {
    let named = |known: &[(&str, &'static str)]| {
        known
            .iter()
            .find(|(mark, _)| user_agent.contains(mark))
            .map(|(_, name)| *name)
    };
    match (named(&BROWSERS), named(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} · {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::actor::Role;

    #[test]
    fn staff_sessions_are_short_and_one_staff_role_is_enough() {
        for role in [Role::Owner, Role::Admin, Role::Finance, Role::Agent] {
            let roles = Roles::NONE.with(Role::Customer).with(role);
            assert_eq!(lifetime(roles), STAFF, "{}", role.as_str());
        }
        for role in [Role::Nurse, Role::Doctor, Role::Customer] {
            assert_eq!(
                lifetime(Roles::NONE.with(role)),
                OTHERS,
                "{}",
                role.as_str()
            );
        }
    }

    #[test]
    fn a_label_names_browser_and_system_and_nothing_else() {
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        let phone = "Mozilla/5.0 (Linux; Android 14; SM-A546E) AppleWebKit/537.36 (KHTML, like \
                     Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36";
        assert_eq!(label(firefox), "Firefox · Linux");
        assert_eq!(label(phone), "Samsung Internet · Android");
        assert_eq!(label("curl/8.5.0"), "curl");
        assert_eq!(label("<script>alert(1)</script>"), "");
    }
}
