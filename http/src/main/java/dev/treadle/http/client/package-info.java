/// HTTP/1.1 as a client speaks it: connections that are kept, deadlines that cover whole calls, and
/// everything in between.
package dev.treadle.http.client;
