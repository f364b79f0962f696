// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Exact paths to handlers, with FastAPI's answers for what is not there. */
final class Router {

  private final Map<String, Map<HttpMethod, Consumer<Exchange>>> routes = new LinkedHashMap<>();

  Router get(String path, Consumer<Exchange> handler) {
    return add(HttpMethod.GET, path, handler);
  }

  Router post(String path, Consumer<Exchange> handler) {
    return add(HttpMethod.POST, path, handler);
  }

  void route(HttpMethod method, @Nullable String path, Exchange exchange) {
    Map<HttpMethod, Consumer<Exchange>> methods = path == null ? null : routes.get(path);
    if (methods == null) {
      notFound(exchange);
      return;
    }
    Consumer<Exchange> handler = methods.get(method);
    if (handler == null) {
      String allowed =
          methods.keySet().stream().map(HttpMethod::name).collect(Collectors.joining(", "));
      exchange.response().putHeader("allow", allowed);
      exchange.json(405, Json.object().put("detail", "Method Not Allowed"));
      return;
    }
    handler.accept(exchange);
  }

  static void notFound(Exchange exchange) {
    exchange.json(404, Json.object().put("detail", "Not Found"));
  }

  private Router add(HttpMethod method, String path, Consumer<Exchange> handler) {
    routes
        .computeIfAbsent(path, p -> new TreeMap<>((a, b) -> a.name().compareTo(b.name())))
        .put(method, handler);
    return this;
  }
}
