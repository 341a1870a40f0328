package dev.treadle.examples.scout.site;

import dev.treadle.examples.scout.site.Frame.Crumb;
import dev.treadle.http.server.Request;
import dev.treadle.http.server.Response;
import java.util.List;

/// A page that links to what goes wrong in one way. Its addresses may contain what [Names] fills
/// in.
///
/// @param path where it is
/// @param title what it is about
/// @param head more lines for its head
/// @param text what it says, in HTML
/// @param addresses where it links to
record Topic(String path, String title, String head, String text, List<String> addresses) {

  private static final List<Crumb> WAY = List.of(new Crumb("/trouble/", "Trouble"));

  static Topic of(String path, String title, String text, String... addresses) {
    return new Topic(path, title, "", text, List.of(addresses));
  }

  Topic withHead(String lines) {
    return new Topic(path, title, lines, text, addresses);
  }

  Response answer(Request request) {
    return Response.html(Names.of(request).fill(html()));
  }

  private String html() {
    var page = Frame.begin(title, WAY, head);
    page.append("<p>").append(text).append("</p>\n<ul>\n");
    for (var address : addresses) {
      page.append("<li>");
      Frame.link(page, address, address.strip());
      page.append("</li>\n");
    }
    page.append("</ul>\n");
    return Frame.end(page);
  }
}
