/// An HTTP/1.1 server whose requests are task trees.
package dev.treadle.http.server;
