using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace RedmineBridge.Host.Settings;

/// <summary>
/// Certificate authorities that are trusted beside the machine's own: a company's, whose certificates Mattermost or Redmine have. Names, dates and
/// what a certificate is for are checked as ever.
/// </summary>
public sealed class PrivateAuthorities
{
    private readonly X509Certificate2Collection _certificates;

    private PrivateAuthorities(X509Certificate2Collection certificates) => _certificates = certificates;

    /// <param name="pem">One or more certificates.</param>
    /// <returns>Null where there is none in it.</returns>
    public static PrivateAuthorities? Parse(string pem)
    {
        X509Certificate2Collection certificates = [];
        try
        {
            certificates.ImportFromPem(pem);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }

        return certificates.Count == 0 ? null : new(certificates);
    }

    /// <summary>As a <see cref="RemoteCertificateValidationCallback"/>.</summary>
    public bool Trusts(object sender, X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return true;
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is not X509Certificate2 server)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_certificates);
        // A private authority rarely says where its list of revoked certificates is.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new("1.3.6.1.5.5.7.3.1", "Server authentication"));
        if (presented is not null)
            chain.ChainPolicy.ExtraStore.AddRange(presented.ChainPolicy.ExtraStore);
        return chain.Build(server);
    }
}
