// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.ingress;

import dev.conduit.sidecar.core.explain.ExplanationJson;
import dev.conduit.sidecar.core.explain.ExplanationText;
import dev.conduit.sidecar.core.failure.Failure;
import dev.conduit.sidecar.core.failure.FailureMapper;
import dev.conduit.sidecar.core.failure.Problem;
import dev.conduit.sidecar.core.json.JsonText;
import dev.conduit.sidecar.core.route.Explanation;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/** Answers that need no engine. */
public final class Answers {
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

  private Answers() {}

  /** The failure in OpenAI's shape; nothing when the caller is gone or has an answer already. */
  public static void fail(HttpServerResponse response, Failure failure) {
    if (response.closed() || response.ended() || response.headWritten()) {
      return;
    }
    Problem problem = FailureMapper.map(failure);
    if (problem.retryAfterSeconds() > 0) {
      response.putHeader("retry-after", Integer.toString(problem.retryAfterSeconds()));
    }
    if (failure instanceof Failure.MethodNotAllowed(_, _, String allowed)) {
      response.putHeader("allow", allowed);
    }
    response.setStatusCode(problem.status());
    json(response, Buffer.buffer(problem.body()));
  }

  /** A JSON body, complete. */
  public static void json(HttpServerResponse response, Buffer body) {
    response.putHeader(HttpHeaders.CONTENT_TYPE, JSON);
    response.end(body);
  }

  /** As a table for people, or as JSON. */
  public static void explanation(HttpServerResponse response, Explanation about, boolean asTable) {
    if (asTable) {
      String text = String.join("\n", ExplanationText.lines(about)) + "\n";
      response.putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8").end(text);
    } else {
      json(response, Buffer.buffer(ExplanationJson.of(about) + "\n"));
    }
  }

  /** The list of models, in OpenAI's shape. */
  public static Buffer models(List<String> names) {
    StringBuilder out = new StringBuilder("{\"object\":\"list\",\"data\":[");
    for (int i = 0; i < names.size(); i++) {
      out.append(i == 0 ? "" : ",").append(modelJson(names.get(i)));
    }
    return Buffer.buffer(out.append("]}").toString());
  }

  /** One model, in OpenAI's shape. */
  public static Buffer model(String name) {
    return Buffer.buffer(modelJson(name));
  }

  private static String modelJson(String name) {
    return "{\"id\":"
        + JsonText.quote(name)
        + ",\"object\":\"model\",\"created\":0,\"owned_by\":\"conduit\"}";
  }
}
