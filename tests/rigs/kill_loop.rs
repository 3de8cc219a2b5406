//! kill -9 at a random moment, again and again: what was acknowledged is there, what was not is
//! whole or absent, and sending it again has one effect.
//!
//! `BALINYAAR_CYCLES` says how often (25 unless said), `BALINYAAR_SEED` repeats the choices.

use std::path::Path;
use std::process::Command;
use std::sync::Barrier;
use std::time::Duration;

use serde_json::{Value, json};

use super::oracle::{Intent, Store, Wish, assert_settled, judge};
use super::victim::{Line, Victim};

/// Clients at work while the program is killed.
const CLIENTS: usize = 8;
/// When the program is killed, counted from the first call.
const KILL_AFTER_MS: std::ops::Range<u64> = 50..1_500;

/// A repeatable source of choices.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, range: std::ops::Range<u64>) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        range.start + self.0 % (range.end - range.start)
    }
}

fn number(name: &str, otherwise: u64) -> u64 {
    let given = std::env::var(name).ok();
    given.map_or(otherwise, |text| {
        text.parse().unwrap_or_else(|_| panic!("{name}={text}"))
    })
}

/// Who plays: families, and for each of them the nurse they ask.
struct Cast {
    /// Tokens: families first, the nurse last.
    tokens: Vec<String>,
    /// What each family sends, but for its notes.
    questions: Vec<Value>,
}

impl Cast {
    fn of(victim: &Victim) -> Cast {
        let line = victim.line;
        let families = victim.tokens("customer");
        let found = line.get(&families[0], "/nurses");
        let offers = found["items"].as_array().unwrap();
        let nurses = victim.tokens("nurse");
        let (nurse, offer) = nurses
            .iter()
            .find_map(|token| {
                let id = &line.get(token, "/nurse/profile")["id"];
                offers
                    .iter()
                    .find(|offer| offer["id"] == *id)
                    .map(|offer| (token, offer))
            })
            .unwrap();
        let variant = offer["variants"]
            .as_array()
            .unwrap()
            .iter()
            .find(|variant| variant["is_overnight"] == false)
            .unwrap();
        let question = |token: &String| {
            json!({
                "nurse_id": offer["id"], "variant_id": variant["id"],
                "patient_id": line.get(token, "/patients")["items"][0]["id"],
                "customer_address_id": line.get(token, "/addresses")["items"][0]["id"],
                "requested_date": "2031-05-05",
                "requested_time_start": "09:00", "requested_time_end": "12:00",
            })
        };
        let questions = families.iter().map(question).collect();
        Cast {
            tokens: families.iter().chain([nurse]).cloned().collect(),
            questions,
        }
    }

    fn nurse(&self) -> usize {
        self.questions.len()
    }
}

/// One client: asks, lets the nurse answer or takes it back, until nobody answers any more.
fn client(cast: &Cast, line: Line, name: &str, mut dice: Dice) -> Vec<Intent> {
    let family = usize::try_from(dice.roll(0..u64::MAX)).unwrap() % cast.questions.len();
    let mut noted: Vec<Intent> = Vec::new();
    let send =
        |wish, by: usize, path: String, body: Value, notes: &str, noted: &mut Vec<Intent>| {
            let key = format!("{notes}-{wish:?}");
            noted.push(Intent {
                wish,
                by,
                path: path.clone(),
                key: key.clone(),
                body: body.clone(),
                notes: notes.to_owned(),
                told: None,
            });
            let told = line.post(&cast.tokens[by], &path, &key, &body)?;
            let id = told.1["id"].clone();
            noted.last_mut().unwrap().told = Some(told);
            Some(id)
        };
    for round in 0_u32.. {
        let notes = format!("{name}-{round}");
        let mut question = cast.questions[family].clone();
        question["customer_notes"] = json!(notes);
        let path = "/booking_requests".to_owned();
        let Some(id) = send(Wish::Create, family, path, question, &notes, &mut noted) else {
            break;
        };
        let act = |what: &str| format!("/booking_requests/{id}/{what}");
        let answers = match dice.roll(0..4) {
            0 => vec![],
            1 => vec![(Wish::Accept, cast.nurse(), act("accept"))],
            2 => vec![(Wish::Cancel, family, act("cancel"))],
            _ => vec![
                (Wish::Accept, cast.nurse(), act("accept")),
                (Wish::Cancel, family, act("cancel")),
            ],
        };
        for (wish, by, path) in answers {
            if send(wish, by, path, json!({}), &notes, &mut noted).is_none() {
                return noted;
            }
        }
    }
    noted
}

/// One life and one death; answers what was wanted of it.
fn cycle(folder: &Path, number: u64, dice: &mut Dice) -> Vec<Intent> {
    let mut victim = Victim::start(folder);
    let cast = Cast::of(&victim);
    let line = victim.line;
    let start = Barrier::new(CLIENTS + 1);
    let pause = Duration::from_millis(dice.roll(KILL_AFTER_MS));
    let mut intents = Vec::new();
    std::thread::scope(|scope| {
        let mut clients = Vec::new();
        for n in 0..CLIENTS {
            let (cast, start) = (&cast, &start);
            let (name, own) = (
                format!("cycle {number} client {n}"),
                Dice(dice.roll(1..u64::MAX)),
            );
            clients.push(scope.spawn(move || {
                start.wait();
                client(cast, line, &name.replace(' ', "_"), own)
            }));
        }
        start.wait();
        std::thread::sleep(pause);
        victim.kill();
        for client in clients {
            intents.extend(client.join().unwrap());
        }
    });
    intents
}

/// Restarts and holds every intent against what is there.
fn aftermath(folder: &Path, intents: &[Intent]) {
    let victim = Victim::start(folder);
    let cast = Cast::of(&victim);
    let store = Store::beside(folder);
    store.assert_sound();
    for intent in intents {
        judge(&store, victim.line, &cast.tokens[intent.by], intent);
    }
    assert_settled(&store, intents);
    drop(store);
    victim.stop();
}

#[test]
fn nothing_acknowledged_is_lost_and_nothing_is_done_twice_under_kill_9() {
    let cycles = number("BALINYAAR_CYCLES", 25);
    let seed = number("BALINYAAR_SEED", 0x5eed);
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("demo");
    let mut dice = Dice(seed.max(1));
    let (mut acknowledged, mut open) = (0, 0);
    for number in 0..cycles {
        let intents = cycle(&folder, number, &mut dice);
        acknowledged += intents
            .iter()
            .filter(|intent| intent.told.is_some())
            .count();
        open += intents
            .iter()
            .filter(|intent| intent.told.is_none())
            .count();
        aftermath(&folder, &intents);
    }
    println!("{cycles} cycles, {acknowledged} acknowledged, {open} cut off, seed {seed}");
    assert!(acknowledged > 0 && open > 0, "the rig never hit anything");
    let proof = Command::new(env!("CARGO_BIN_EXE_balinyaar"))
        .args(["audit", "verify", "--data"])
        .arg(&folder)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&proof.stderr).into_owned();
    assert_eq!(
        proof.status.code(),
        Some(0),
        "the audit trail does not hold: {said}"
    );
}

/// The positive control: an oracle that sees no loss when there is one proves nothing.
#[test]
#[should_panic(expected = "acknowledged and lost")]
fn a_planted_loss_is_seen() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("demo");
    let mut victim = Victim::start(&folder);
    let cast = Cast::of(&victim);
    let mut question = cast.questions[0].clone();
    question["customer_notes"] = json!("planted");
    let mut intent = Intent {
        wish: Wish::Create,
        by: 0,
        path: "/booking_requests".to_owned(),
        key: "planted".to_owned(),
        body: question.clone(),
        notes: "planted".to_owned(),
        told: None,
    };
    intent.told = victim
        .line
        .post(&cast.tokens[0], &intent.path, &intent.key, &question);
    victim.kill();
    let sql = rusqlite::Connection::open(folder.join("balinyaar.db")).unwrap();
    sql.execute("delete from idempotency_keys where key = 'planted'", [])
        .unwrap();
    drop(sql);
    aftermath(&folder, &[intent]);
}
