//! Mistakes, and what the compiler says of them.

#[test]
fn every_mistake_is_told_at_its_token_with_the_fix() {
    trybuild::TestCases::new().compile_fail("ui/*/*.rs");
}
