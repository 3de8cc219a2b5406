//! SQL of `customer_addresses`.

use rusqlite::{Row, params};

use super::{open, scope, seal};
use crate::domain::people::types::{Address, NewAddress, Place, Reach};
use crate::kernel::error::Error;
use crate::kernel::geo::Point;
use crate::kernel::ids::{AddressId, CustomerId};
use crate::kernel::page::{Page, PageRequest};
use crate::kernel::secret::Secret;
use crate::platform::tx::{ReadTx, Tx};
use crate::platform::vault::cell::Cell;
use crate::platform::vault::keys::Class;

/// Columns of [`map`], in its order.
const COLUMNS: &str = "id, customer_id, province, city, district, is_primary, version, created_at,
    modified_at";

fn map(row: &Row<'_>) -> Result<Address, Error> {
    Ok(Address {
        id: row.get(0)?,
        customer: row.get(1)?,
        province: row.get(2)?,
        city: row.get(3)?,
        district: row.get(4)?,
        is_primary: row.get(5)?,
        version: row.get(6)?,
        created_at: row.get(7)?,
        modified_at: row.get(8)?,
    })
}

fn cell(id: AddressId, column: &'static str) -> Cell {
    Cell {
        table: "customer_addresses",
        column,
        row: id.get(),
    }
}

/// The sealed columns of an address, ready to be written.
struct Sealed {
    line: Vec<u8>,
    postal_code: Option<Vec<u8>>,
    lat: Option<Vec<u8>>,
    lng: Option<Vec<u8>>,
}

fn sealed(tx: &Tx<'_>, id: AddressId, new: &NewAddress) -> Result<Sealed, Error> {
    let line = new.address_line.reveal();
    let postal_code = new.postal_code.as_ref().map(Secret::reveal);
    let (lat, lng) = (new.point.map(Point::lat), new.point.map(Point::lng));
    Ok(Sealed {
        line: tx
            .vault
            .seal(Class::Address, cell(id, "address_line"), line)?,
        postal_code: seal(tx, Class::Address, cell(id, "postal_code"), postal_code)?,
        lat: seal(tx, Class::Geo, cell(id, "lat"), lat.as_deref())?,
        lng: seal(tx, Class::Geo, cell(id, "lng"), lng.as_deref())?,
    })
}

/// Writes an address of a customer, not primary.
pub fn insert(tx: &Tx<'_>, customer: CustomerId, new: &NewAddress) -> Result<AddressId, Error> {
    let id = AddressId::new(tx.next_id("customer_addresses")?);
    let sealed = sealed(tx, id, new)?;
    tx.insert(
        "insert into customer_addresses (id, customer_id, province, city, district, address_line,
           postal_code, lat, lng, is_primary, created_at, modified_at, created_by_id,
           modified_by_id)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, ?10, ?10, ?11, ?11)",
        params![
            id,
            customer,
            new.province,
            new.city,
            new.district,
            sealed.line,
            sealed.postal_code,
            sealed.lat,
            sealed.lng,
            tx.now,
            tx.actor.user(),
        ],
    )?;
    Ok(id)
}

/// Replaces everything but whose address it is and whether it is primary.
pub fn update(tx: &Tx<'_>, id: AddressId, new: &NewAddress) -> Result<(), Error> {
    let sealed = sealed(tx, id, new)?;
    tx.execute(
        "update customer_addresses set province = ?2, city = ?3, district = ?4, address_line = ?5,
           postal_code = ?6, lat = ?7, lng = ?8, modified_at = ?9, modified_by_id = ?10,
           version = version + 1
         where id = ?1 and deleted_at is null",
        params![
            id,
            new.province,
            new.city,
            new.district,
            sealed.line,
            sealed.postal_code,
            sealed.lat,
            sealed.lng,
            tx.now,
            tx.actor.user(),
        ],
    )?;
    Ok(())
}

/// Makes this address the primary one; the former one steps back first.
pub fn make_primary(tx: &Tx<'_>, customer: CustomerId, id: AddressId) -> Result<(), Error> {
    tx.execute(
        "update customer_addresses set is_primary = 0, version = version + 1, modified_at = ?3,
           modified_by_id = ?4
         where customer_id = ?1 and id <> ?2 and is_primary = 1 and deleted_at is null",
        (customer, id, tx.now, tx.actor.user()),
    )?;
    tx.execute(
        "update customer_addresses set is_primary = 1
         where id = ?1 and customer_id = ?2 and deleted_at is null",
        (id, customer),
    )?;
    Ok(())
}

/// The oldest address a customer has left.
pub fn oldest(tx: &ReadTx<'_>, customer: CustomerId) -> Result<Option<AddressId>, Error> {
    tx.find(
        "select id from customer_addresses where customer_id = ?1 and deleted_at is null
         order by id limit 1",
        [customer],
        |row| Ok(row.get(0)?),
    )
}

/// Hides an address from every read; it is primary no more.
pub fn remove(tx: &Tx<'_>, id: AddressId) -> Result<(), Error> {
    tx.execute(
        "update customer_addresses
         set deleted_at = ?2, is_primary = 0, modified_at = ?2, modified_by_id = ?3
         where id = ?1 and deleted_at is null",
        (id, tx.now, tx.actor.user()),
    )?;
    Ok(())
}

/// One address within reach, without what is sealed.
pub fn find(tx: &ReadTx<'_>, reach: Reach, id: AddressId) -> Result<Option<Address>, Error> {
    tx.find(
        &format!(
            "select {COLUMNS} from customer_addresses
             where id = ?1 and (?2 is null or customer_id = ?2) and deleted_at is null"
        ),
        (id, reach.customer()),
        map,
    )
}

/// The street line alone, for its own customer; nothing else is opened.
pub fn line_of(
    tx: &ReadTx<'_>,
    customer: CustomerId,
    id: AddressId,
) -> Result<Option<Secret>, Error> {
    tx.find(
        "select address_line from customer_addresses
         where id = ?1 and customer_id = ?2 and deleted_at is null",
        (id, customer),
        |row| {
            let line: Vec<u8> = row.get(0)?;
            let cell = cell(id, "address_line");
            Ok(Secret::new(tx.vault.open(Class::Address, cell, &line)?))
        },
    )
}

/// The sealed part in the clear.
pub fn place(tx: &ReadTx<'_>, id: AddressId) -> Result<Place, Error> {
    tx.one(
        "select address_line, postal_code, lat, lng from customer_addresses
         where id = ?1 and deleted_at is null",
        [id],
        |row| {
            let line: Vec<u8> = row.get(0)?;
            let line = tx
                .vault
                .open(Class::Address, cell(id, "address_line"), &line)?;
            let lat = open(tx, Class::Geo, cell(id, "lat"), row.get(2)?)?;
            let lng = open(tx, Class::Geo, cell(id, "lng"), row.get(3)?)?;
            Ok(Place {
                address_line: Secret::new(line),
                postal_code: open(tx, Class::Address, cell(id, "postal_code"), row.get(1)?)?,
                point: lat.zip(lng).map(point).transpose()?,
            })
        },
    )
}

fn point((lat, lng): (Secret, Secret)) -> Result<Point, Error> {
    Point::parse(lat.reveal(), lng.reveal())
        .ok_or_else(|| Error::internal("a stored position does not read"))
}

/// Addresses within reach, oldest first.
pub fn list(tx: &ReadTx<'_>, reach: Reach, page: &PageRequest) -> Result<Page<Address>, Error> {
    let scope = scope(reach);
    let after = page.after::<1>()?.map_or(0, |[id]| id);
    let rows = tx.list(
        &format!(
            "select {COLUMNS} from customer_addresses
             where {scope} and deleted_at is null and id > ?2
             order by id limit ?3 offset ?4"
        ),
        (reach.customer(), after, page.fetch(), page.offset()),
        map,
    )?;
    Ok(Page::cut(rows, page, |address| vec![address.id.get()]))
}

/// How many addresses are within reach.
pub fn count(tx: &ReadTx<'_>, reach: Reach) -> Result<i64, Error> {
    tx.one(
        &format!(
            "select count(*) from customer_addresses where {} and deleted_at is null",
            scope(reach)
        ),
        [reach.customer()],
        |row| Ok(row.get(0)?),
    )
}
