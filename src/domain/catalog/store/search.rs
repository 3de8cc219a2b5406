//! SQL of the search through nurses and their active variants.

use rusqlite::{Row, named_params};

use super::variants;
use crate::domain::catalog::types::search::{Found, Search, Sort};
use crate::domain::catalog::types::{PRICE_MAX, Variant};
use crate::domain::people::types::nurses::District;
use crate::kernel::error::Error;
use crate::kernel::ids::NurseId;
use crate::kernel::money::Irr;
use crate::kernel::page::{Count, Page, PageRequest};
use crate::kernel::text;
use crate::kernel::time::Day;
use crate::platform::tx::ReadTx;

/// Words of a query looked at; more would only narrow it further.
const WORDS_MAX: usize = 8;

/// A nurse found, with the sort keys of its row.
struct Hit {
    found: Found,
    keys: [i64; 3],
}

/// The two sort keys before the id, both ascending. A mean of few reviews is drawn towards 3.50
/// as if five more reviews said so: one enthusiast does not outrank a hundred.
const fn order(sort: Sort) -> &'static str {
    match sort {
        Sort::Price => "cheapest as k1, 0 as k2",
        Sort::Rating => "-coalesce(rating, 0) as k1, -total_reviews as k2",
        Sort::Relevance => {
            "exists (select 1 from json_each(:words) w where instr(search_form, w.value) = 0) as k1,
             -((coalesce(rating, 0) * total_reviews + 350 * 5) / (total_reviews + 5)) as k2"
        }
    }
}

/// Bookable nurses, who can sign in as such, with a matching variant. No district row means
/// anywhere; one without a name means the whole city. Every word must be found in the nurse or in
/// one of the variants.
fn sql(sort: Sort) -> String {
    format!(
        "with bookable as (
           select n.id, n.display_name, n.gender, n.average_rating_hundredths as rating,
             n.total_reviews, n.search_form,
             (select min(v.price_irr) from nurse_service_variants v
              where v.nurse_id = n.id and v.is_active = 1 and v.deleted_at is null
                and (:category is null or v.category = :category)
                and v.price_irr between :lowest and :highest) as cheapest
           from nurse_profiles n join users u on u.id = n.user_id
           where u.deleted_at is null and u.disabled_at is null and u.joined_at is not null
             and exists (select 1 from user_roles r where r.user_id = u.id and r.role = 'nurse')
             and n.is_verified = 1 and n.is_accepting_bookings = 1 and n.deleted_at is null
             and (n.credentials_until is null or n.credentials_until >= :day)
             and (:gender is null or n.gender = :gender)
             and (:rating is null or coalesce(n.average_rating_hundredths, 0) >= :rating)
             and ((:city is null and :district is null)
               or not exists (select 1 from nurse_districts d where d.nurse_id = n.id)
               or exists (select 1 from nurse_districts d where d.nurse_id = n.id
                    and (:city is null or d.city_form = :city)
                    and (:district is null or d.district_form = :district
                      or (d.district_form is null and :city is not null))))),
         hit as (
           select id, display_name, gender, rating, total_reviews, {order} from bookable
           where cheapest is not null and not exists (
             select 1 from json_each(:words) w
             where instr(search_form, w.value) = 0 and not exists (
               select 1 from nurse_service_variants v
               where v.nurse_id = bookable.id and v.is_active = 1 and v.deleted_at is null
                 and (:category is null or v.category = :category)
                 and v.price_irr between :lowest and :highest
                 and instr(v.search_form, w.value) > 0)))
         select id, display_name, gender, rating, total_reviews, k1, k2 from hit
         where (k1, k2, id) > (:k1, :k2, :id)
         order by k1, k2, id",
        order = order(sort),
    )
}

fn map(row: &Row<'_>) -> Result<Hit, Error> {
    let id: NurseId = row.get(0)?;
    Ok(Hit {
        found: Found {
            id,
            display_name: row.get(1)?,
            gender: row.get(2)?,
            average_rating_hundredths: row.get(3)?,
            total_reviews: row.get(4)?,
            districts: Vec::new(),
            variants: Vec::new(),
        },
        keys: [row.get(5)?, row.get(6)?, id.get()],
    })
}

/// Nurses behind the search who can be booked on `day`, without districts and variants.
pub fn list(
    tx: &ReadTx<'_>,
    search: &Search,
    day: Day,
    page: &PageRequest,
) -> Result<Page<Found>, Error> {
    let sql = sql(search.sort);
    let total = match page.count {
        Count::Skip => None,
        Count::Total => {
            let sql = format!("select count(*) from ({sql})");
            let count = |row: &Row<'_>| Ok(row.get(0)?);
            rows(tx, &sql, search, day, &PageRequest::FIRST, count)?.pop()
        }
    };
    let hits = rows(tx, &sql, search, day, page, map)?;
    let keys = |hit: &Hit| [&[tag(search.sort)], hit.keys.as_slice()].concat();
    let hits = Page::cut(hits, page, keys).with_total(total);
    Ok(hits.map(|hit| hit.found))
}

/// The first key of a cursor names its order: the others mean nothing in another one.
const fn tag(sort: Sort) -> i64 {
    match sort {
        Sort::Relevance => 1,
        Sort::Price => 2,
        Sort::Rating => 3,
    }
}

fn start(sort: Sort, page: &PageRequest) -> Result<[i64; 3], Error> {
    match page.after::<4>()? {
        None => Ok([i64::MIN; 3]),
        Some([order, k1, k2, id]) if order == tag(sort) => Ok([k1, k2, id]),
        Some(_) => Err(PageRequest::foreign_cursor()),
    }
}

fn rows<T>(
    tx: &ReadTx<'_>,
    sql: &str,
    search: &Search,
    day: Day,
    page: &PageRequest,
    map: fn(&Row<'_>) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    let [k1, k2, id] = start(search.sort, page)?;
    let (lowest, highest) = prices(search);
    let form = |given: &Option<String>| given.as_deref().map(text::search_form);
    tx.list(
        &format!("{sql} limit :fetch offset :offset"),
        named_params! {
            ":category": search.category,
            ":lowest": lowest,
            ":highest": highest,
            ":day": day,
            ":gender": search.gender,
            ":rating": search.min_rating_hundredths,
            ":city": form(&search.city),
            ":district": form(&search.district),
            ":words": words(search)?,
            ":k1": k1,
            ":k2": k2,
            ":id": id,
            ":fetch": page.fetch(),
            ":offset": page.offset(),
        },
        map,
    )
}

/// The words of the query as a JSON array, each as search compares it.
fn words(search: &Search) -> Result<String, Error> {
    let form = text::search_form(search.words.as_deref().unwrap_or(""));
    let words: Vec<&str> = form.split_whitespace().take(WORDS_MAX).collect();
    serde_json::to_string(&words).map_err(|error| Error::internal(format!("words: {error}")))
}

fn prices(search: &Search) -> (Irr, Irr) {
    (
        search.min_price.unwrap_or(Irr::ZERO),
        search.max_price.unwrap_or(Irr::new(PRICE_MAX)),
    )
}

/// Active variants of a nurse that match, cheapest first.
pub fn variants(tx: &ReadTx<'_>, nurse: NurseId, search: &Search) -> Result<Vec<Variant>, Error> {
    let (lowest, highest) = prices(search);
    tx.list(
        &format!(
            "select {} from nurse_service_variants
             where nurse_id = ?1 and is_active = 1 and deleted_at is null
               and (?2 is null or category = ?2) and price_irr between ?3 and ?4
             order by price_irr, id limit 100",
            variants::COLUMNS
        ),
        (nurse, &search.category, lowest, highest),
        variants::map,
    )
}

/// Where a nurse works, as listed.
pub fn districts(tx: &ReadTx<'_>, nurse: NurseId) -> Result<Vec<District>, Error> {
    tx.list(
        "select city, district from nurse_districts where nurse_id = ?1 order by id limit 100",
        [nurse],
        |row| {
            Ok(District {
                city: row.get(0)?,
                district: row.get(1)?,
            })
        },
    )
}
