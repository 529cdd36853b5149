using Akka.Actor;

namespace RedmineBridge.Actors.Redmine.Catalogs;

/// <summary>What the gate passes on to the catalog, its child.</summary>
public interface ICatalogMessage : INoSerializationVerificationNeeded;
