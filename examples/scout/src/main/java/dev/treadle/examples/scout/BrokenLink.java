package dev.treadle.examples.scout;

/// A link that leads nowhere.
///
/// @param page the address of the page it is on; empty if the crawl was to begin there
/// @param link where it leads, with its fragment if that is what is missing
/// @param reason why it does not get there, in words, such as `404 Not Found`
public record BrokenLink(String page, String link, String reason) {}
