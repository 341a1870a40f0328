package dev.treadle.http;

/// A cookie that a server gave, as a client has to take it: with whatever is in its value.
///
/// @param cookie what to send back
/// @param attributes when to send it back; the domain is in small letters and without a dot in
///   front
public record ReceivedCookie(Cookie cookie, SetCookie.Attributes attributes) {}
