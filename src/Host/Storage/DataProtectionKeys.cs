using System.Xml.Linq;
using LinqToDB;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace RedmineBridge.Host.Storage;

/// <summary>Keeps the keys that sign buttons in the bridge's database, so that they outlive a restart and serve every node.</summary>
internal sealed class DataProtectionKeys(BridgeDatabase database) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var connection = database.Connect();
        return [.. connection.GetTable<DataProtectionKeyRow>().Select(r => r.Xml).ToList().Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var connection = database.Connect();
        connection.InsertOrReplace(new DataProtectionKeyRow { Name = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
    }
}
