"""The OCOP programme: communes, product sets, exhibitors, plans, published figures."""
