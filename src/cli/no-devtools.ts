/** Stands in for Ink's optional devtools in the bundle. */
export default {};
