package org.openlauncher.host.http;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.host.clusters.Clusters;
import org.openlauncher.host.json.ClusterJson;
import org.openlauncher.host.json.ErrorJson;
import org.openlauncher.host.json.JsonOutput;
import tools.jackson.core.JsonGenerator;

/** The endpoints for clusters. */
final class ClusterEndpoints {
  private final Clusters clusters;

  ClusterEndpoints(Clusters clusters) {
    this.clusters = clusters;
  }

  CompletableFuture<Answer> one(Call call) {
    return clusters
        .describe(call.requireCaller().account(), call.path().getOrDefault("name", ""))
        .thenApply(
            cluster ->
                Answer.json(
                    JsonOutput.object(
                        generator ->
                            JsonOutput.object(
                                generator,
                                "cluster",
                                target -> ClusterJson.members(target, cluster)))));
  }

  /** All clusters; one that can't be asked is there with its error and keeps no other away. */
  CompletableFuture<Answer> all(Call call) {
    UserAccount user = call.requireCaller().account();
    List<CompletableFuture<Entry>> entries =
        clusters.openTo(user).stream().map(name -> entry(user, name)).toList();
    return CompletableFuture.allOf(entries.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done ->
                Answer.json(
                    JsonOutput.object(
                        generator -> {
                          generator.writeName("clusters");
                          generator.writeStartArray();
                          entries.forEach(entry -> write(generator, entry.join()));
                          generator.writeEndArray();
                        })));
  }

  private CompletableFuture<Entry> entry(UserAccount user, String name) {
    return clusters
        .describe(user, name)
        .<Entry>thenApply(Entry.Known::new)
        .exceptionally(failure -> new Entry.Unknown(name, Failure.of(failure)));
  }

  private static void write(JsonGenerator generator, Entry entry) {
    generator.writeStartObject();
    if (entry instanceof Entry.Known known) {
      ClusterJson.members(generator, known.cluster());
    } else if (entry instanceof Entry.Unknown unknown) {
      Failure failure = unknown.failure();
      generator.writeStringProperty("name", unknown.name());
      ErrorJson.member(generator, failure.code(), failure.message(), failure.detail());
    }
    generator.writeEndObject();
  }

  private sealed interface Entry {
    record Known(Clusters.Description cluster) implements Entry {}

    record Unknown(String name, Failure failure) implements Entry {}
  }
}
