package dev.treadle.http.client;

import java.io.IOException;

/// An interceptor and what is below it. Whatever it sends belongs to the call, also if it has made
/// the request anew.
record Interception(Interceptor interceptor, Transport next) implements Transport {

  @Override
  public Reply send(Request request) throws IOException {
    var uploads = request.uploads();
    return interceptor.intercept(
        request, uploads == null ? next : own -> next.send(own.with(uploads)));
  }
}
