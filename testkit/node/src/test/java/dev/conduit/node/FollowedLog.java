// SPDX-License-Identifier: Apache-2.0
package dev.conduit.node;

import dev.conduit.testkit.kubernetes.ControlPlane;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The log of an app's pod as it comes: what it says last is gone with the pod. */
final class FollowedLog implements AutoCloseable {
  /** The whole line: it may come in pieces. */
  private static final Pattern ENDED = Pattern.compile("(?m)^ended: .*\\n");

  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private final LogWatch watch;

  private FollowedLog(ControlPlane plane, Pod pod) {
    watch = plane.client().pods().resource(pod).inContainer("app").watchLog(text);
  }

  static FollowedLog of(ControlPlane plane, Pod pod) {
    return new FollowedLog(plane, pod);
  }

  /** Its last tally, which it says when it ends by itself. */
  Tally ended(Duration limit) {
    Awaitility.await("the app's last word").atMost(limit).until(() -> ENDED.matcher(said()).find());
    return Tally.last(said());
  }

  private String said() {
    return text.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    watch.close();
  }
}
