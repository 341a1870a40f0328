package dev.treadle.examples.proxy;

import dev.treadle.Treadle;
import dev.treadle.http.Headers;
import dev.treadle.http.MediaType;
import dev.treadle.http.Status;
import dev.treadle.http.Url;
import dev.treadle.http.client.ClientSettings;
import dev.treadle.http.client.Content;
import dev.treadle.http.client.HttpClient;
import dev.treadle.http.client.HttpException;
import dev.treadle.http.client.ResponseStream;
import dev.treadle.http.server.HttpServer;
import dev.treadle.http.server.Request;
import dev.treadle.http.server.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;

/// Passes requests on to another server and answers back, in both directions as they come.
///
/// What is slow on one side is slow on the other, and nothing piles up here. If the client hangs
/// up, the request to the other server is cancelled, because it is made in the same tree of tasks;
/// the client's deadline goes on to the other server, because it is the scope's.
public final class StreamingProxy {

  private static final int PORT = 8081;

  /// Fields of one connection, not of the message (RFC 9110, 7.6.1).
  private static final Set<String> OF_ONE_CONNECTION =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "host",
          "date",
          "content-length",
          "expect");

  private final HttpClient client;
  private final Url upstream;

  private StreamingProxy(HttpClient client, Url upstream) {
    this.client = client;
    this.upstream = upstream;
  }

  /// Makes a proxy's handler.
  ///
  /// @param client should follow no redirects and decode nothing: that is up to the proxy's client
  /// @param upstream where requests go
  public static StreamingProxy to(HttpClient client, Url upstream) {
    return new StreamingProxy(client, upstream);
  }

  /// Passes requests on until it is stopped.
  ///
  /// @param words the other server's address, such as `http://127.0.0.1:8080`, and a port to listen
  ///   on, if it is to be another than 8081
  /// @throws IOException if the port cannot be listened on
  public static void main(String[] words) throws IOException {
    int port = words.length > 1 ? Integer.parseInt(words[1]) : PORT;
    Treadle.run(() -> {
      try (var client = HttpClient.open(StreamingProxy::asItIs)) {
        var proxy = to(client, Url.parse(words[0]));
        System.out.println("http://127.0.0.1:" + port + " passes requests on to " + words[0]);
        HttpServer.run(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            settings -> settings,
            proxy::answer);
      }
    });
  }

  private static ClientSettings asItIs(ClientSettings settings) {
    return settings.withoutUnpacking().withMaxRedirects(0);
  }

  /// Answers a request with what the other server answers.
  ///
  /// @throws IOException if the client's connection was lost
  public Response answer(Request request) throws IOException {
    var passedOn =
        client
            .request(request.method(), upstream + request.target())
            .withHeaders(ofTheMessage(request.headers()))
            .withoutRedirects();
    if (request.body().length().orElse(1) > 0) {
      passedOn = passedOn.withContent(content(request));
    }
    try {
      return client.stream(passedOn, there -> request.answer(passOn(there)));
    } catch (HttpException.TimedOut failure) {
      return Response.text(failure.getMessage()).withStatus(Status.GATEWAY_TIMEOUT);
    } catch (HttpException failure) {
      return Response.text(failure.getMessage()).withStatus(Status.BAD_GATEWAY);
    }
  }

  private static Content content(Request request) {
    var type = request.headers().contentType().orElse(MediaType.BYTES);
    long length = request.body().length().orElse(Content.UNKNOWN);
    return Content.flow(request.body().flow(), type, length);
  }

  private static Response passOn(ResponseStream there) {
    var headers = ofTheMessage(there.headers());
    var type = there.headers().contentType().orElse(MediaType.BYTES);
    return Response.stream(type, there.flow())
        .withStatus(there.status())
        .withHeaders(headers)
        .withoutCompression();
  }

  private static Headers ofTheMessage(Headers headers) {
    var kept = headers.toBuilder();
    OF_ONE_CONNECTION.forEach(kept::remove);
    return kept.build();
  }
}
