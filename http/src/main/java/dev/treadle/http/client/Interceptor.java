package dev.treadle.http.client;

import java.io.IOException;

/// Stands between calls and the network, and can change requests, answer them itself, look at
/// answers, or send again.
///
/// {@snippet class=dev.treadle.http.client.InterceptorSnippets region=trace lang=java}
///
/// It sees a call once, however many redirects it takes. An answer that is not handed on must be
/// closed.
@FunctionalInterface
public interface Interceptor {

  /// Answers a request, usually with what `next` says.
  ///
  /// @throws IOException as [Transport#send] does
  Reply intercept(Request request, Transport next) throws IOException;
}
