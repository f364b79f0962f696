// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.app.state.Session;

/** What a person can do next with something that is up. */
record TryLines(Session session) {
  void print(Console console) {
    console.line("try:");
    console.line(
        "  curl -N %s/v1/chat/completions -H 'content-type: application/json' \\"
            .formatted(session.url()));
    console.line(
        "    -d '{\"model\":\"auto\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}]}'");
    console.line("  conduit chat        conduit status        Ctrl-C or conduit down to stop");
  }
}
