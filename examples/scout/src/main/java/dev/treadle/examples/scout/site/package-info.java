/// A site to crawl: [SampleSite] is a small shop with instructions and a journal, in which
/// everything goes wrong that can go wrong on the web.
@org.jspecify.annotations.NullMarked
package dev.treadle.examples.scout.site;
