//! Pages the server writes itself, from the same words the interface uses, so that they can be read
//! without scripts (spec 06, S5).

use std::sync::Arc;

use axum::http::HeaderMap;

use crate::http::assets::{BUILD, Web};
use crate::http::call::Facts;
use crate::http::session;
use crate::http::state::App;
use crate::kernel::error::Error;
use crate::platform::messages::{self, Locale};
use crate::platform::settings::Settings;

mod help;
mod refusal;
#[cfg(test)]
mod tests;

pub use help::written;
pub use refusal::{missing, refused, state};

/// The emergency line of a country that has told no other.
const AMBULANCE: &str = "115";

/// Colours and size of letters as the person chose them, on the page before its first paint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// `light`, `dark` or `auto`.
    pub theme: &'static str,
    /// `normal`, `large` or `larger`.
    pub text_size: &'static str,
}

impl Look {
    /// From cookies; the theme of the agency for whoever chose none.
    pub fn of(headers: &HeaderMap, settings: &Settings) -> Look {
        let chosen = |name: &str, known: &[&'static str]| {
            let value = session::cookie(headers, name)?;
            known.iter().copied().find(|one| *one == value)
        };
        let themes = ["light", "dark", "auto"];
        let own = settings.text("theme");
        let house = themes.into_iter().find(|one| *one == own);
        Look {
            theme: chosen("theme", &themes).or(house).unwrap_or("auto"),
            text_size: chosen("text_size", &["large", "larger"]).unwrap_or("normal"),
        }
    }

    /// What the browser may draw before the sheet is there.
    fn scheme(self) -> &'static str {
        match self.theme {
            "light" | "dark" => self.theme,
            _ => "light dark",
        }
    }
}

/// A page the server has written.
pub struct Written {
    /// For the window.
    pub title: String,
    /// What stands inside `main`.
    pub html: String,
}

/// Writes in one language for one agency.
pub struct Pen {
    locale: Locale,
    settings: Arc<Settings>,
}

impl Pen {
    /// For a language.
    pub fn new(app: &App, locale: Locale) -> Pen {
        Pen {
            locale,
            settings: app.db.settings(),
        }
    }

    /// The words of a key, ready for HTML.
    pub fn say(&self, key: &str) -> String {
        self.tell(key, &[])
    }

    /// The same with places filled in.
    pub fn tell(&self, key: &str, values: &[(&str, &str)]) -> String {
        escape(&messages::text(self.locale, key, values).unwrap_or_default())
    }

    fn has(&self, key: &str) -> bool {
        messages::text(self.locale, key, &[]).is_some()
    }

    fn agency(&self) -> &str {
        self.settings.text("agency_name")
    }

    /// The agency's number; empty when it has told none.
    pub fn phone(&self) -> &str {
        self.settings.text("agency_phone")
    }

    fn emergency_phone(&self) -> &str {
        match self.settings.text("emergency_phone") {
            "" => AMBULANCE,
            line => line,
        }
    }

    /// The window's title of a page of the agency; `page` is HTML already.
    fn title(&self, page: &str) -> String {
        match self.agency() {
            "" => page.to_owned(),
            agency => {
                let values = [("page", page), ("agency", &escape(agency))];
                messages::text(self.locale, "page.title", &values).unwrap_or_default()
            }
        }
    }

    /// The top of a page: its heading, a lead, a way back.
    fn head(&self, title: &str, lead: &str, back: Option<(&str, &str)>) -> String {
        let back = back.map_or_else(String::new, |(href, label)| {
            let arrow = icon("arrow-left", "sm");
            format!("<a class=\"page-back\" href=\"{href}\">{arrow} {label}</a>")
        });
        let lead = match lead {
            "" => String::new(),
            text => format!("<p class=\"lead\">{text}</p>"),
        };
        format!(
            "<header class=\"page-head\">{back}<div class=\"page-head-line\">\
             <div class=\"page-head-text\"><h1>{title}</h1>{lead}</div></div></header>"
        )
    }

    /// The frame an audience knows, around what stands in `main`.
    pub fn frame(&self, shell: &str, main: &str) -> String {
        let (frame, home, wide) = match shell {
            "nurse" => ("nurse", "/n/", ""),
            "desk" => ("staff", "/desk/", " main-wide"),
            "admin" => ("staff", "/admin/", " main-wide"),
            _ => ("public", "/", ""),
        };
        let foot = if frame == "public" {
            self.foot()
        } else {
            String::new()
        };
        let other = match self.locale {
            Locale::Fa => Locale::En.as_str(),
            Locale::En => Locale::Fa.as_str(),
        };
        format!(
            "<div class=\"frame frame-{frame} shell-wait\"><header class=\"top\">\
             <div class=\"top-line\"><a class=\"brand\" href=\"{home}\">\
             <span class=\"brand-mark\">{mark}</span><span class=\"brand-name\">{agency}</span></a>\
             <div class=\"top-tools\"><a class=\"button button-quiet button-sm\" \
             href=\"?lang={other}\" \
             lang=\"{other}\">{language}</a><a class=\"icon-button\" href=\"/help\" \
             aria-label=\"{help}\">{lifebuoy}</a></div></div></header>\
             <main class=\"main{wide}\" id=\"main\">{main}</main>{foot}</div>",
            mark = icon("hand-heart", "lg"),
            agency = escape(self.agency()),
            language = self.say(&format!("locale.{other}")),
            help = self.say("shell.help"),
            lifebuoy = icon("circle-help", "md"),
        )
    }

    /// Whom to call, on every public page.
    fn foot(&self) -> String {
        let line = |class: &str, glyph: &str, words: &str, number: &str| match number {
            "" => String::new(),
            number => format!(
                "<p class=\"foot-phone{class}\">{} <span>{}<br>{}</span></p>",
                icon(glyph, "md"),
                self.say(words),
                call(number)
            ),
        };
        format!(
            "<footer class=\"foot\"><div class=\"foot-line\"><div><p class=\"foot-name\">{}</p>\
             <p class=\"muted\">{}</p></div>{}{}</div></footer>",
            escape(self.agency()),
            self.say("foot.promise"),
            line("", "phone", "foot.call", self.phone()),
            line(
                " foot-emergency",
                "siren",
                "foot.emergency",
                self.emergency_phone()
            ),
        )
    }

    /// What stands in `main` until the scripts are there, and what to do where there are none.
    pub fn waiting(&self, heading: &str) -> String {
        let call = match self.phone() {
            "" => call(self.emergency_phone()),
            phone => call(phone),
        };
        format!(
            "<h1>{heading}</h1><noscript><p class=\"noscript\">{} {call}</p></noscript>\
             <div class=\"skeleton\"><div class=\"skeleton-bar\"></div>\
             <div class=\"skeleton-bar\"></div><div class=\"skeleton-bar\"></div></div>",
            self.say("shell.noscript"),
        )
    }

    /// A whole page that runs no script.
    ///
    /// # Errors
    /// Internal, when its template is missing.
    pub fn plain(&self, look: Look, title: &str, main: &str) -> Result<String, Error> {
        let body = self.frame("public", main);
        let window = self.title(title);
        fill(
            "plain",
            look,
            self.locale,
            &[("title", &window), ("body", &body)],
        )
    }
}

/// Fills a template of `web/shells`: the look of the page, and what the caller gives, as HTML.
///
/// # Errors
/// Internal, when the template is missing.
pub fn fill(
    template: &str,
    look: Look,
    locale: Locale,
    given: &[(&str, &str)],
) -> Result<String, Error> {
    let file = Web::get(&format!("shells/{template}.html"));
    let text = file
        .and_then(|file| String::from_utf8(file.data.into_owned()).ok())
        .ok_or_else(|| Error::internal(format!("the {template} template is missing")))?;
    let base = format!("/_a/{}", *BUILD);
    let own = [
        ("lang", locale.as_str()),
        ("dir", locale.direction()),
        ("theme", look.theme),
        ("text_size", look.text_size),
        ("scheme", look.scheme()),
        ("base", base.as_str()),
    ];
    let mut parts = text.split("{{");
    let mut html = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (place, rest) = part.split_once("}}").unwrap_or((part, ""));
        let value = own.iter().chain(given).find(|(name, _)| *name == place);
        html.push_str(value.map_or("", |(_, value)| value));
        html.push_str(rest);
    }
    Ok(html)
}

/// The language of a page: asked for in its address, then the person's own, then what the request
/// says.
pub fn language(facts: &Facts, own: Option<Locale>) -> Locale {
    let asked = facts.uri.query().and_then(|query| {
        let mut pairs = query.split('&');
        Locale::parse(pairs.find_map(|pair| pair.strip_prefix("lang="))?)
    });
    asked.or(own).unwrap_or(facts.locale)
}

/// A glyph of the sprite, as decoration.
pub fn icon(name: &str, size: &str) -> String {
    let flip = if matches!(name, "arrow-left" | "log-in") {
        " icon-flip"
    } else {
        ""
    };
    let build = &*BUILD;
    format!(
        "<svg class=\"icon icon-{size}{flip}\" aria-hidden=\"true\" focusable=\"false\">\
         <use href=\"/_a/{build}/icons.svg#{name}\"></use></svg>"
    )
}

/// A number to tap.
pub fn call(number: &str) -> String {
    let (number, shown) = (escape(number), escape(&grouped(number)));
    format!(
        "<a class=\"phone\" href=\"tel:{number}\">\
         <span class=\"nowrap\" dir=\"ltr\">{shown}</span></a>"
    )
}

/// A number of this country as it is dialled at home, in groups; any other as it is.
fn grouped(number: &str) -> String {
    let home = number.strip_prefix("+98").or(number.strip_prefix('0'));
    let Some(digits) = home.filter(|it| it.len() == 10 && it.bytes().all(|b| b.is_ascii_digit()))
    else {
        return number.to_owned();
    };
    let area = if digits.starts_with('9') { 3 } else { 2 };
    let (area, rest) = digits.split_at(area);
    let (first, second) = rest.split_at(rest.len() - 4);
    format!("0{area} {first} {second}")
}

/// Text into HTML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
