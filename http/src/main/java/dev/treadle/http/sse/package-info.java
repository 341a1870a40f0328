/// Server-sent events (the WHATWG's HTML standard, 9.2), without I/O: what goes over the wire, and
/// when a client comes back.
@org.jspecify.annotations.NullMarked
package dev.treadle.http.sse;
