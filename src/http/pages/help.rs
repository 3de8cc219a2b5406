//! Help, privacy and the page for minutes of maintenance.

use super::{Pen, Written, call, escape, icon};

/// What help there is, with its glyph. How many parts a topic has is told by its words.
const TOPICS: [(&str, &str); 5] = [
    ("start", "log-in"),
    ("families", "hand-heart"),
    ("nurses", "stethoscope"),
    ("emergencies", "siren"),
    ("notes", "lock"),
];

/// The page the server writes for an address, if it writes one.
pub fn written(pen: &Pen, path: &str) -> Option<Written> {
    match path.trim_end_matches('/') {
        "/help" => Some(index(pen)),
        "/privacy" => Some(privacy(pen)),
        "/maintenance" => Some(maintenance(pen)),
        path => {
            let name = path.strip_prefix("/help/")?;
            let (topic, _) = TOPICS.iter().find(|(topic, _)| *topic == name)?;
            Some(explained(pen, topic))
        }
    }
}

fn index(pen: &Pen) -> Written {
    let cards = TOPICS.map(|(topic, glyph)| {
        format!(
            "<article class=\"card card-plain card-pressable\"><div class=\"card-head\">\
             <span class=\"card-icon\">{}</span><div class=\"card-words\"><h2 class=\"card-title\">\
             <a class=\"card-link\" href=\"/help/{topic}\">{}</a></h2>\
             <div class=\"card-meta\">{}</div></div></div></article>",
            icon(glyph, "lg"),
            pen.say(&format!("help.{topic}.title")),
            pen.say(&format!("help.{topic}.lead")),
        )
    });
    let phone = match pen.phone() {
        "" => String::new(),
        number => format!("<span>{} {}</span>", pen.say("help.call"), call(number)),
    };
    let html = format!(
        "{}<div class=\"stack\"><div class=\"notice notice-danger\">{}<div>\
         <p class=\"notice-title\">{}</p><p>{} {}</p></div></div>\
         <div class=\"cards cards-md\">{}</div><section class=\"row\">\
         <a href=\"/privacy\">{}</a> <a href=\"/licences\">{}</a> {phone}</section></div>",
        pen.head(&pen.say("help.title"), &pen.say("help.lead"), None),
        icon("circle-alert", "md"),
        pen.say("help.danger"),
        pen.say("help.danger_text"),
        call(pen.emergency_phone()),
        cards.concat(),
        pen.say("privacy.title"),
        pen.say("licences.title"),
    );
    Written {
        title: pen.title(&pen.say("help.title")),
        html,
    }
}

fn explained(pen: &Pen, topic: &str) -> Written {
    let title = pen.say(&format!("help.{topic}.title"));
    let lead = pen.say(&format!("help.{topic}.lead"));
    let calls = if topic == "emergencies" {
        calls(pen)
    } else {
        String::new()
    };
    let others = TOPICS.iter().filter(|(other, _)| *other != topic);
    let others: String = others
        .map(|(other, glyph)| {
            let title = pen.say(&format!("help.{other}.title"));
            let glyph = icon(glyph, "sm");
            format!("<li class=\"row\">{glyph}<a href=\"/help/{other}\">{title}</a></li>")
        })
        .collect();
    let html = format!(
        "{}<div class=\"split\"><div class=\"stack\">{calls}{}</div>\
         <article class=\"card card-plain\"><div class=\"card-head\"><div class=\"card-words\">\
         <h2 class=\"card-title\">{}</h2></div></div><div class=\"card-content\">\
         <ul class=\"stack-sm\">{others}</ul></div></article></div>",
        pen.head(&title, &lead, Some(("/help", &pen.say("help.title")))),
        parts(pen, topic),
        pen.say("help.others"),
    );
    Written {
        title: pen.title(&title),
        html,
    }
}

/// The numbers to call in an emergency, in order.
fn calls(pen: &Pen) -> String {
    let button = |who: &str, kind: &str, number: &str| match number {
        "" => String::new(),
        number => format!(
            "<a class=\"button button-{kind} button-lg button-wide\" href=\"tel:{}\">{}<span>{} \
             <span class=\"nowrap\" dir=\"ltr\">{}</span></span></a>",
            escape(number),
            icon("phone-call", "md"),
            pen.say(&format!("help.call.{who}")),
            escape(&super::grouped(number)),
        ),
    };
    format!(
        "<div class=\"stack-sm\">{}{}</div>",
        button("emergency", "danger", pen.emergency_phone()),
        button("agency", "secondary", pen.phone()),
    )
}

/// Headed paragraphs of a topic, as many as there are words for.
fn parts(pen: &Pen, topic: &str) -> String {
    let keys = (1..).map(|n| format!("help.{topic}.{n}"));
    let sections = keys.take_while(|key| pen.has(key)).map(|key| {
        let text = pen.say(&format!("{key}_text"));
        let lines: String = text.lines().map(|line| format!("<p>{line}</p>")).collect();
        format!("<section><h2>{}</h2>{lines}</section>", pen.say(&key))
    });
    format!(
        "<div class=\"help-text\">{}</div>",
        sections.collect::<String>()
    )
}

fn privacy(pen: &Pen) -> Written {
    let title = pen.say("privacy.title");
    let lead = pen.tell("privacy.lead", &[("agency", pen.agency())]);
    let ask = match pen.phone() {
        "" => String::new(),
        number => format!(
            "<p class=\"help-call\">{} {}</p>",
            pen.say("privacy.ask"),
            call(number)
        ),
    };
    Written {
        html: format!(
            "{}{}{ask}",
            pen.head(&title, &lead, None),
            parts(pen, "privacy")
        ),
        title: pen.title(&title),
    }
}

fn maintenance(pen: &Pen) -> Written {
    let title = pen.say("maintenance.title");
    let phone = match pen.phone() {
        "" => String::new(),
        number => format!("<p>{} {}</p>", pen.say("maintenance.call"), call(number)),
    };
    let html = format!(
        "{}<div class=\"state\"><span class=\"state-icon\">{}</span>\
         <p class=\"state-title\">{}</p><p class=\"state-text\">{}</p><div class=\"state-action\">\
         <a class=\"button button-primary button-md\" href=\"/\">{}<span>{}</span></a>{phone}\
         <p>{} {}</p></div></div>",
        pen.head(&title, "", None),
        icon("settings", "xl"),
        pen.say("maintenance.text"),
        pen.say("maintenance.kept"),
        icon("refresh-cw", "md"),
        pen.say("maintenance.again"),
        pen.say("help.danger_text"),
        call(pen.emergency_phone()),
    );
    Written {
        title: pen.title(&title),
        html,
    }
}
