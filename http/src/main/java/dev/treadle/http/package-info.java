/// The vocabulary that client and server share: headers, addresses, cookies, media types.
@org.jspecify.annotations.NullMarked
package dev.treadle.http;
