// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.app.process.Ports;
import dev.conduit.operator.app.process.ProcessIdentity;
import dev.conduit.operator.app.state.StateFolder;
import dev.conduit.operator.core.engine.Arg;
import dev.conduit.operator.core.engine.EngineCommand;
import dev.conduit.operator.core.engine.EngineProbes;
import dev.conduit.operator.core.engine.Probe;
import dev.conduit.operator.core.observed.EnginePhase;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.RunningEngine;
import dev.conduit.operator.core.plan.EngineInstance;
import dev.conduit.operator.core.plan.Plan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FleetTest {
  private static final String JAVA = ProcessHandle.current().info().command().orElse("java");
  private static final Arg PORT = new Arg.Port();

  @TempDir Path temporary;
  private StateFolder state;
  private Fleet fleet;
  private volatile Runnable changed = () -> {};

  @BeforeEach
  void start() throws IOException {
    state = new StateFolder(Files.createDirectories(temporary.resolve("state")));
    fleet = new Fleet(state, launcher(), () -> changed.run());
  }

  @AfterEach
  void nothingStays() {
    List<ProcessIdentity> children = List.copyOf(state.children().values());
    fleet.stop();
    assertThat(children).allSatisfy(child -> assertThat(child.find()).isEmpty());
    assertThat(state.children()).isEmpty();
  }

  @Test
  void apply_engineOfThePlan_getsReadyAndIsObserved() {
    fleet.apply(plan(engine("light-0-a")));
    ready("light-0-a");
    RunningEngine running = fleet.running().getFirst();
    assertThat(running.phase()).isEqualTo(EnginePhase.READY);
    assertThat(running.url()).isPresent();
    assertThat(state.children()).containsOnlyKeys("light-0-a");
  }

  @Test
  void apply_readyEngineThatCrashes_isStartedAgainAfterABackOff() throws Exception {
    List<String> notes = new CopyOnWriteArrayList<>(); // one stands for a part of a second only
    changed = () -> notes.add(view("light-0-a").note());
    fleet.apply(plan(engine("light-0-a")));
    ready("light-0-a");
    ProcessIdentity before = view("light-0-a").process().orElseThrow();
    crash(view("light-0-a").url().orElseThrow());
    patiently().until(() -> view("light-0-a").restarts() == 1);
    assertThat(notes).anyMatch(note -> note.contains("starts again in"));
    ready("light-0-a");
    assertThat(view("light-0-a").process()).isPresent().get().isNotEqualTo(before);
  }

  @Test
  void apply_engineThatCannotFetchItsModel_failsForGoodWithItsWords() {
    fleet.apply(plan(failing("light-0-a", 7, "cannot reach huggingface.co")));
    patiently().until(() -> view("light-0-a").phase() == Phase.FAILED);
    assertThat(view("light-0-a").fault()).contains(EngineState.Fault.MODEL);
    assertThat(view("light-0-a").note()).contains("cannot reach huggingface.co");
  }

  @Test
  void apply_engineThatNeverStarts_givesUpAfterThreeTries() {
    fleet.apply(plan(failing("light-0-a", 1, "bad flag")));
    patiently().until(() -> view("light-0-a").phase() == Phase.FAILED);
    assertThat(view("light-0-a").restarts()).isEqualTo(2);
    assertThat(view("light-0-a").note()).contains("exited with 1", "bad flag");
  }

  @Test
  void missing_programThatIsNotInstalled_saysHowToGetIt() {
    Plan plan = plan(instance("light-0-a", "llama-server-that-is-not-here", List.of(PORT)));
    assertThat(Fleet.missing(plan))
        .singleElement()
        .asString()
        .contains("missing engine binary \"llama-server-that-is-not-here\"", "PATH");
    fleet.apply(plan);
    patiently().until(() -> view("light-0-a").phase() == Phase.FAILED);
    assertThat(view("light-0-a").fault()).contains(EngineState.Fault.MISSING_PROGRAM);
  }

  @Test
  void apply_planThatKeepsTheOld_drainsItOnlyWhenTheNextPlanLetsGo() {
    EngineInstance old = engine("light-0-a");
    EngineInstance fresh = engine("light-0-b");
    fleet.apply(plan(old));
    ready("light-0-a");
    ProcessIdentity process = view("light-0-a").process().orElseThrow();
    fleet.apply(keeping(List.of("light-0-a"), fresh));
    ready("light-0-b");
    assertThat(view("light-0-a").phase()).isEqualTo(Phase.READY);
    fleet.apply(plan(fresh));
    patiently().until(() -> fleet.running().size() == 1);
    assertThat(process.find()).isEmpty();
    assertThat(state.children()).containsOnlyKeys("light-0-b");
  }

  @Test
  void startSidecar_always_getsReadyOnThePortAskedFor() throws IOException {
    int port = Ports.free();
    fleet.startSidecar(port);
    patiently().until(() -> fleet.sidecar().filter(s -> s.phase() == Phase.READY).isPresent());
    assertThat(Ports.isFree(port)).isFalse();
  }

  private EngineState view(String id) {
    return fleet.engines().stream()
        .filter(view -> view.instance().id().equals(id))
        .findFirst()
        .orElseThrow()
        .state();
  }

  private void ready(String id) {
    patiently().until(() -> view(id).phase() == Phase.READY);
    fleet.running();
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(60));
  }

  private static void crash(URI engine) throws InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      client.send(
          HttpRequest.newBuilder(engine.resolve("/crash")).build(),
          HttpResponse.BodyHandlers.discarding());
    } catch (IOException e) {
      // The answer never comes: that is the point.
    }
  }

  private static EngineInstance engine(String id) {
    return instance(id, JAVA, java("engine", PORT, new Arg.Text("tiny")));
  }

  private static EngineInstance failing(String id, int status, String words) {
    return instance(
        id, JAVA, java("fail", new Arg.Text(Integer.toString(status)), new Arg.Text(words)));
  }

  private static List<Arg> java(String what, Arg... more) {
    List<Arg> line = new ArrayList<>();
    line.add(new Arg.Text("-XX:TieredStopAtLevel=1"));
    line.add(new Arg.Text("-cp"));
    line.add(new Arg.Text(System.getProperty("java.class.path")));
    line.add(new Arg.Text(TinyServer.class.getName()));
    line.add(new Arg.Text(what));
    line.addAll(Arrays.asList(more));
    return line;
  }

  private static EngineInstance instance(String id, String program, List<Arg> arguments) {
    Probe probe = new Probe("/health", Duration.ofSeconds(1), Duration.ofSeconds(1), 3);
    EngineCommand command =
        new EngineCommand(
            Optional.of(program),
            arguments,
            Map.of(),
            Map.of(),
            Optional.empty(),
            new EngineProbes(probe, probe, probe),
            8000,
            Optional.empty(),
            List.of("tiny"));
    return new EngineInstance(
        id,
        ObjectRef.block("default", "light"),
        0,
        "local",
        List.of("cpu"),
        id,
        command,
        Bytes.ZERO,
        Bytes.ZERO,
        Optional.empty(),
        false,
        false,
        Optional.empty());
  }

  private static Plan plan(EngineInstance... desired) {
    return keeping(List.of(), desired);
  }

  private static Plan keeping(List<String> kept, EngineInstance... desired) {
    return new Plan(
        List.of(desired),
        kept,
        List.of(),
        List.of(),
        Map.of(),
        Map.of(),
        List.of(),
        Optional.empty());
  }

  private Launcher launcher() throws IOException {
    return new Launcher(home(), ProcessHandle.current().pid(), Set.of());
  }

  /** A home whose launcher starts the tiny server for the sidecar. */
  private Path home() throws IOException {
    Path bin = Files.createDirectories(temporary.resolve("home/bin"));
    Path root = Path.of(System.getProperty("conduit.root", "../..")).toAbsolutePath();
    Files.createSymbolicLink(bin.resolve("with-parent"), root.resolve("bin/with-parent"));
    Path launch = bin.resolve("launch");
    Files.writeString(
        launch,
        "#!/bin/sh\nexec '%s' -cp '%s' %s \"$@\"\n"
            .formatted(JAVA, System.getProperty("java.class.path"), TinyServer.class.getName()));
    Files.setPosixFilePermissions(launch, PosixFilePermissions.fromString("rwxr-xr-x"));
    return temporary.resolve("home");
  }
}
