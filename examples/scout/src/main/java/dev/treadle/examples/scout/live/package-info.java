/// A crawl in the browser: a page that shows what happens while it does, and starts and cancels
/// crawls.
@org.jspecify.annotations.NullMarked
package dev.treadle.examples.scout.live;
