// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.operator.app.process.ChildCommand;
import dev.conduit.operator.app.process.ChildProcess;
import dev.conduit.operator.app.process.ProcessIdentity;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateFolderTest {
  @TempDir Path folder;

  @Test
  void claim_secondTime_namesTheSessionThatHasIt() throws Exception {
    StateFolder state = new StateFolder(folder);
    Session session =
        new Session(
            ProcessIdentity.self(), Path.of("/manifests"), URI.create("http://127.0.0.1:8000"));
    assertThat(state.claim()).isInstanceOf(StateFolder.Claim.Granted.class);
    state.write(session);
    assertThat(state.claim())
        .isEqualTo(new StateFolder.Claim.Taken(java.util.Optional.of(session)));
  }

  @Test
  void liveSession_supervisorOfAnotherStart_isGone() {
    StateFolder state = new StateFolder(folder);
    ProcessIdentity reused =
        new ProcessIdentity(ProcessHandle.current().pid(), Instant.parse("2001-01-01T00:00:00Z"));
    state.write(new Session(reused, Path.of("/manifests"), URI.create("http://127.0.0.1:8000")));
    assertThat(state.session()).isPresent();
    assertThat(state.liveSession()).isEmpty();
  }

  @Test
  void status_halfWrittenFile_countsAsAbsent() throws Exception {
    Files.writeString(folder.resolve("status.json"), "{\"ready\": tr");
    assertThat(new StateFolder(folder).status()).isEmpty();
  }

  @Test
  void reap_recordedChild_endsItAndLeavesStrangersAlone() throws Exception {
    StateFolder state = new StateFolder(folder);
    ChildProcess child = sleeper(state, "child");
    ChildProcess stranger = sleeper(state, "stranger");
    state.writeChildren(
        Map.of(
            "engine-0",
            child.identity(),
            "engine-1",
            new ProcessIdentity(stranger.identity().pid(), Instant.parse("2001-01-01T00:00:00Z"))));
    assertThat(new Leftovers(state).reap(Duration.ofSeconds(20))).containsExactly("engine-0");
    assertThat(child.isAlive()).isFalse();
    assertThat(stranger.isAlive()).isTrue();
    stranger.stop(Duration.ofSeconds(20));
  }

  @Test
  void of_sameFolderInTwoSpellings_isTheSame() {
    assertThat(StateFolder.of(folder, Path.of("/a/b/../c")))
        .isEqualTo(StateFolder.of(folder, Path.of("/a/c")));
    assertThat(StateFolder.of(folder, Path.of("/a/c")))
        .isNotEqualTo(StateFolder.of(folder, Path.of("/b/c")));
  }

  private static ChildProcess sleeper(StateFolder state, String name) throws Exception {
    return ChildProcess.start(
        new ChildCommand(List.of("/bin/sleep", "60"), Map.of(), state.log(name)));
  }
}
