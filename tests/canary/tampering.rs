//! A sealed value that was damaged or moved is an error that names its place, never another text.

use rusqlite::types::Value as Cell;

use super::aviary::{Aviary, seed};
use crate::support::{Answer, TestApp, watch};

/// A sealed column, and the call that opens it.
struct Sealed {
    table: &'static str,
    column: &'static str,
    open: fn(&Aviary<'_>) -> String,
}

const fn sealed(
    table: &'static str,
    column: &'static str,
    open: fn(&Aviary<'_>) -> String,
) -> Sealed {
    Sealed {
        table,
        column,
        open,
    }
}

fn patient(world: &Aviary<'_>) -> String {
    format!("/patients/{}", world.patient)
}

fn address(world: &Aviary<'_>) -> String {
    format!("/addresses/{}", world.address)
}

const COLUMNS: &[Sealed] = &[
    sealed("patients", "mobility_notes", patient),
    sealed("patients", "blood_group", patient),
    sealed("patients", "genotype", patient),
    sealed("patients", "allergies", patient),
    sealed("patients", "chronic_conditions", patient),
    sealed("patients", "medical_history", patient),
    sealed("patients", "current_medications", patient),
    sealed("customer_addresses", "address_line", address),
    sealed("customer_addresses", "postal_code", address),
    sealed("customer_addresses", "lat", address),
    sealed("customer_addresses", "lng", address),
    sealed("users", "mobile", |_| "/me".to_owned()),
    sealed("users", "email", |_| "/me".to_owned()),
];

impl Sealed {
    /// The row the family's call opens.
    fn row(&self, world: &Aviary<'_>) -> i64 {
        match self.table {
            "patients" => world.patient.parse().unwrap(),
            "customer_addresses" => world.address.parse().unwrap(),
            _ => world.family.user.unwrap().get(),
        }
    }

    fn read(&self, app: &TestApp, row: i64) -> Vec<u8> {
        let sql = format!("select {} from {} where id = ?1", self.column, self.table);
        app.write(move |tx| tx.one(&sql, [row], |found| Ok(found.get(0)?)))
    }

    fn write(&self, app: &TestApp, row: i64, bytes: &[u8]) {
        let sql = format!(
            "update {} set {} = ?2 where id = ?1",
            self.table, self.column
        );
        let bytes = Cell::Blob(bytes.to_vec());
        app.write(move |tx| tx.execute(&sql, (row, bytes)));
    }

    async fn open(&self, world: &Aviary<'_>) -> Answer {
        world.family.get(&(self.open)(world)).await
    }

    /// The value does not open, the answer tells nothing, the log tells where.
    async fn assert_refused(&self, world: &Aviary<'_>, row: i64, how: &str) {
        let answer = self.open(world).await;
        let what = format!("{}.{} {how}", self.table, self.column);
        assert_eq!(answer.status.as_u16(), 500, "{what}: {}", answer.text());
        let problem = answer.problem(500, "server.internal");
        let tag = problem["request_id"].as_str().unwrap().to_owned();
        let place = format!("{}.{} of row {row}", self.table, self.column);
        let log = String::from_utf8(watch::log()).unwrap();
        let told = log
            .lines()
            .any(|line| line.contains(&tag) && line.contains(&place));
        assert!(told, "{what}: no line of the log names {place}");
    }
}

/// The same bytes with one bit turned.
fn flipped(bytes: &[u8], at: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[at] ^= 1;
    bytes
}

#[tokio::test]
async fn a_turned_bit_or_a_cut_value_is_refused_and_named() {
    let app = TestApp::new();
    let world = seed(&app).await;
    for column in COLUMNS {
        let row = column.row(&world);
        let whole = column.read(&app, row);
        let last = whole.len() - 1;
        for at in [0, 1, 5, whole.len() / 2, last] {
            column.write(&app, row, &flipped(&whole, at));
            column
                .assert_refused(&world, row, &format!("byte {at} turned"))
                .await;
        }
        for length in [1, 8, last] {
            column.write(&app, row, &whole[..length]);
            column
                .assert_refused(&world, row, &format!("cut to {length}"))
                .await;
        }
        column.write(&app, row, &whole);
        column.open(&world).await.ok();
    }
}

#[tokio::test]
async fn a_value_moved_to_another_column_or_row_is_refused_and_named() {
    let app = TestApp::new();
    let world = seed(&app).await;
    for column in COLUMNS {
        let row = column.row(&world);
        let whole = column.read(&app, row);
        let same_table = COLUMNS.iter().filter(|other| other.table == column.table);
        for other in same_table.filter(|other| other.column != column.column) {
            column.write(&app, row, &other.read(&app, row));
            column
                .assert_refused(&world, row, &format!("holds {}", other.column))
                .await;
        }
        let neighbours = COLUMNS.iter().filter(|other| other.table != column.table);
        for other in neighbours {
            column.write(&app, row, &other.read(&app, other.row(&world)));
            column
                .assert_refused(&world, row, &format!("holds {}", other.table))
                .await;
        }
        column.write(&app, row, &whole);
        column.open(&world).await.ok();
    }
}

#[tokio::test]
async fn the_same_fact_of_another_patient_does_not_open_and_other_rows_still_do() {
    let app = TestApp::new();
    let world = seed(&app).await;
    let other = world.family.patient.get();
    let column = &COLUMNS[3];
    assert_eq!(column.column, "allergies");
    let row = column.row(&world);
    column.write(&app, row, &column.read(&app, other));
    column
        .assert_refused(&world, row, "holds another patient's")
        .await;
    world.family.get(&format!("/patients/{other}")).await.ok();
    world.family.get("/patients").await.ok();
}
