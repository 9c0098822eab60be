//! scaffold
mod ledgers;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    match a[1].as_str() {
        "generate" => {
            let size: usize = a[2].parse().expect("size");
            let file = std::fs::File::create(&a[3]).expect("file");
            let mut out = std::io::BufWriter::new(file);
            ledgers::generator::write(ledgers::Size::of(size), 1, &mut out).expect("written");
        }
        "import" => println!(
            "{:?}",
            ledgers::floors::import(a[2].as_ref(), a[3].as_ref())
        ),
        "read" => println!("{:?}", ledgers::floors::read_statements(a[2].as_ref())),
        "hash" => println!("{:?}", ledgers::floors::hash_journal(a[2].as_ref())),
        _ => println!(
            "{:?}",
            ledgers::floors::search(a[2].as_ref(), ledgers::Words::new().asked_for())
        ),
    }
}
