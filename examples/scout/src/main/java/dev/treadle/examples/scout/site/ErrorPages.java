package dev.treadle.examples.scout.site;

import dev.treadle.http.Status;
import dev.treadle.http.server.Response;
import java.util.List;

/// What people see where there is nothing. These pages have links, too, but are no pages of the
/// site.
final class ErrorPages {

  static final Response NOT_FOUND = page(Status.NOT_FOUND, "There is no such page");
  static final Response GONE = page(Status.of(410), "This was taken away");
  static final Response FAILED = page(Status.INTERNAL_SERVER_ERROR, "Something went wrong here");
  static final Response BUSY = page(Status.SERVICE_UNAVAILABLE, "Too many are here just now");
  static final Response FORBIDDEN = page(Status.FORBIDDEN, "This is for us only");
  static final Response MEMBERS =
      page(Status.UNAUTHORIZED, "This is for members")
          .withHeader("WWW-Authenticate", "Basic realm=\"members\"");
  static final Response NO_HEAD =
      page(Status.METHOD_NOT_ALLOWED, "Ask for all of it").withHeader("Allow", "GET");

  private ErrorPages() {}

  private static Response page(Status status, String title) {
    var page = Frame.begin(title, List.of());
    page.append("<p>Go <a href=\"/only-from-an-error\">somewhere else</a>.</p>\n");
    return Response.html(Frame.end(page)).withStatus(status);
  }
}
