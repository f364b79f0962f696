// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.app.console.ExitCode;
import dev.conduit.operator.app.console.Table;
import dev.conduit.operator.app.revisions.Revisions;
import dev.conduit.operator.app.revisions.RevisionsClient;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "classifier",
    description = {
      "Show which revisions of its classifier a running sidecar has learned, how each compares with",
      "the one before, and which is in use. In a cluster: forward the sidecar's port, give --url."
    })
final class ClassifierVerb implements Verb {
  private static final String SCHEMA = "conduit.dev/classifier/v1";

  enum Output {
    table,
    json
  }

  enum Action {
    list,
    show
  }

  private final Console console;
  private final Surroundings surroundings;

  @Mixin SessionOptions options = new SessionOptions();

  @Option(
      names = "--url",
      paramLabel = "URL",
      converter = ServerUrl.class,
      description = "Another sidecar, with or without /v1, in place of the one that is up.")
  @Nullable URI url;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "Valid: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  Output output = Output.table;

  @Parameters(
      index = "0",
      arity = "0..1",
      defaultValue = "list",
      paramLabel = "list|show",
      description = "All revisions, or one.")
  Action action = Action.list;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "REVISION",
      description = "Which one to show.")
  @Nullable String revision;

  ClassifierVerb(Console console, Surroundings surroundings) {
    this.console = console;
    this.surroundings = surroundings;
  }

  @Override
  public ExitCode run() throws InterruptedException {
    if ((action == Action.show) == (revision == null)) {
      console.error(
          revision == null
              ? "conduit: which revision? conduit classifier show REVISION"
              : "conduit: list takes no revision; conduit classifier show " + revision);
      return ExitCode.USAGE;
    }
    Optional<URI> server = url == null ? options.server(surroundings, console) : Optional.of(url);
    return server.isEmpty() ? ExitCode.NOT_UP : ask(server.get());
  }

  private ExitCode ask(URI server) throws InterruptedException {
    return switch (new RevisionsClient(server).ask()) {
      case RevisionsClient.Answer.Known(Revisions known) -> show(known);
      case RevisionsClient.Answer.Failed(String message) -> {
        console.error("conduit: " + message);
        yield ExitCode.FAILED;
      }
    };
  }

  private ExitCode show(Revisions known) {
    List<Revisions.Revision> shown =
        revision == null ? known.all() : known.named(revision).stream().toList();
    if (revision != null && shown.isEmpty()) {
      List<String> names = known.all().stream().map(Revisions.Revision::name).toList();
      console.error(
          "conduit: no revision is called \"%s\"; there are: %s"
              .formatted(revision, names.isEmpty() ? "none" : String.join(", ", names)));
      return ExitCode.INVALID;
    }
    if (output == Output.json) {
      console.line(json(known, shown));
      return ExitCode.OK;
    }
    head(known);
    if (!known.learns()) {
      return ExitCode.OK;
    }
    if (revision == null) {
      table(known).lines().forEach(console::line);
      console.line("");
      console.line("To keep to one, or to go back to one: spec.classifier.pinnedRevision: NAME");
    } else {
      one(known, shown.getFirst());
    }
    return ExitCode.OK;
  }

  private void head(Revisions known) {
    console.line("policy    " + known.policy());
    if (!known.learns()) {
      console.line("learning  no: the shipped model decides; set spec.classifier.learned to true");
      return;
    }
    console.line("learning  yes, " + known.outcomes() + " outcomes are kept");
    console.line("in use    " + known.inUse());
    console.line("pinned    " + pinned(known));
    console.line("");
  }

  private static String pinned(Revisions known) {
    if (known.pinned().isEmpty()) {
      return "no: a better one takes over by itself";
    }
    return known.pinned().equals(known.inUse())
        ? "yes; remove spec.classifier.pinnedRevision to go on to the newest"
        : known.pinned() + ", which this sidecar does not have";
  }

  private static Table table(Revisions known) {
    Table table = new Table("REVISION", "IN USE", "HOW IT CAME");
    known
        .all()
        .forEach(
            one ->
                table.row(one.name(), one.name().equals(known.inUse()) ? "yes" : "", one.report()));
    return table;
  }

  private void one(Revisions known, Revisions.Revision one) {
    console.line("revision  " + one.name());
    console.line("report    " + one.report());
    console.line("");
    if (one.name().equals(known.inUse()) && one.name().equals(known.pinned())) {
      console.line("It is in use, and pinned.");
      return;
    }
    console.line(
        one.name().equals(known.inUse())
            ? "It is in use. To keep to it, write into the policy:"
            : "It is not in use. To go to it and keep to it, write into the policy:");
    console.line("  spec:");
    console.line("    classifier:");
    console.line("      pinnedRevision: " + one.name());
  }

  private static String json(Revisions known, List<Revisions.Revision> shown) {
    ObjectNode json = JsonMapper.builder().build().createObjectNode();
    json.put("schema", SCHEMA).put("policy", known.policy()).put("learned", known.learns());
    if (known.learns()) {
      json.put("inUse", known.inUse());
      if (!known.pinned().isEmpty()) {
        json.put("pinned", known.pinned());
      }
      json.put("outcomes", known.outcomes());
    }
    ArrayNode all = json.putArray("revisions");
    shown.forEach(
        one ->
            all.addObject()
                .put("revision", one.name())
                .put("inUse", one.name().equals(known.inUse()))
                .put("report", one.report()));
    return json.toPrettyString();
  }
}
