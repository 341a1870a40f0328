/// A crawler that checks links, as a stranger to Treadle would write it: [Crawl] is the engine, and
/// `command`, `live` and `site` are what people see of it.
@org.jspecify.annotations.NullMarked
package dev.treadle.examples.scout;
